import { beforeAll, expect, test } from 'vitest'
import { completionFor, consentFor, noticeFor } from '../../seeds/demoAnswers.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { JOB_TYPES } from '../../src/domain/forms/catalogue/jobs.ts'
import { isCalculated } from '../../src/domain/forms/calculated.ts'
import type { Answers, FormDefinition, JobType } from '../../src/domain/forms/definition.ts'
import { toValues } from '../../src/domain/forms/repeatingGroups.ts'
import { fieldsOf, rowsOf } from '../../src/domain/forms/schema.ts'
import { block } from '../support/block.ts'
import { tolvan } from '../support/cases.ts'
import { pdf } from '../support/files.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

const pastes = (who: Person, text: string) =>
  who.page.evaluate(`(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', ${JSON.stringify(text)})
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })()`)

/** What applies, as somebody types it: with rows some questions are not asked. */
async function fillsAsked(who: Person, answers: Record<string, string | boolean>): Promise<void> {
  for (const [name, value] of Object.entries(answers)) {
    const isAsked = `document.getElementsByName('${name}')[0]?.closest('[hidden]') === null`
    if (await who.page.evaluate(isAsked)) await who.fills({ [name]: value })
  }
}

/** All that is not rows. */
function typed(form: FormDefinition, answers: Answers): Record<string, string | boolean> {
  const kept = fieldsOf(form).filter((field) => field.type !== 'group' && !isCalculated(field))
  return Object.fromEntries(
    kept.flatMap((field) => {
      const value = toValues(form, answers)[field.key]
      if (value === undefined) return []
      const isTicked = field.type === 'choices' || (field.type === 'tick' && value === 'ja')
      return field.type === 'tick' && !isTicked ? [] : [[field.key, isTicked || String(value)]]
    }),
  )
}

test.each([
  ['BE01', 'Befintlig anläggning', 'Säkringsändring inom intervall'],
  ['NY04', 'Ny anläggning', 'Flerbostadshus, flera mätplatser'],
])('%s with 500 rows and every column is pasted, kept, sent, completed and printed', async (code, type, name) => {
  const job = JOB_TYPES.find((each) => each.code === code)!
  const now = new Date('2027-02-01T09:00:00+01:00')
  const isDirect = job.flow === 'D'
  const amir = await Person.arrives(stage, 'amir.haddad')
  const saved = () => amir.page.locator('[data-autosaved]').innerText()
  const stored = async () => (await stage.db.owner<CaseRow>('cases').where({ ref }).first())!
  await amir.begins(type, name, { postcode: '123 45' })
  const ref = /cases\/([^/]+)\//.exec(amir.page.url())![1]!
  const first = amir.page.locator('[name="rader.0.anl_benamning"]')
  if ((await first.count()) === 0) await amir.presses('Flera anläggningar')
  await first.focus()
  await pastes(amir, block(job, 500))
  await expect.poll(() => amir.page.locator('[name="rader.499.matarnummer"]').count()).toBe(1)
  await expect.poll(async () => rowsOf((await stored()).notice['rader'] ?? []).length).toBe(500)
  await expect.poll(saved).toMatch(/^Sparat \d\d:\d\d$/)
  await fillsAsked(amir, typed(job.notice, noticeFor(job, tolvan, now)))
  if (isDirect) {
    await fillsAsked(amir, typed(job.completion, completionFor(job, { notice: {}, consent: {} }, tolvan, now)))
    await completesRows(amir, job)
  }
  for (const { kind } of job.notice.attachments.filter(({ required }) => required === true))
    await amir.attaches(kind, `${kind}.pdf`, 'application/pdf', pdf)
  await amir.presses('Spara')
  await amir.page.waitForURL(`**/cases/${ref}`)
  await amir.goes(`/cases/${ref}/edit`)
  await Promise.all([amir.page.waitForEvent('load'), amir.presses('Granska och skicka')])
  for (const box of await amir.page.locator('[name=accept]').all()) await box.check()
  await amir.presses(/^Skicka (färdig|för)anmälan$/)
  await amir.page.waitForURL(`**/cases/${ref}`)
  expect(await amir.page.locator('table.grid tbody tr').count()).toBeGreaterThanOrEqual(500)

  if (!isDirect) {
    const eva = await Person.arrives(stage, 'eva.nordin')
    await eva.goes(`/cases/${ref}`)
    await eva.presses('Ta ärende')
    await fillsAsked(eva, typed(job.consent, consentFor(job, await stored())))
    await eva.presses('Godkänn')
    expect(await eva.status()).toContain('Installationsmedgivande')
    await eva.leaves()
    await amir.goes(`/cases/${ref}/edit`)
    await fillsAsked(amir, typed(job.completion, completionFor(job, await stored(), tolvan, now)))
    await completesRows(amir, job)
    await Promise.all([amir.page.waitForURL('**/review'), amir.presses('Granska och skicka')])
    for (const box of await amir.page.locator('[name=accept]').all()) await box.check()
    await amir.presses(/^Skicka (färdig)?anmälan$/)
    await amir.page.waitForURL(`**/cases/${ref}`)
  }
  expect(await stored()).toMatchObject({ status: 'completed', facility_count: 500 })
  expect(rowsOf((await stored()).completion['y_rader']!)).toHaveLength(500)
  await amir.goes(`/cases/${ref}/print`)
  const paper = await amir.page.pdf()
  for (const row of [0, 499]) await amir.sees(`lägenhet ${1000 + row}`)
  expect(paper.length).toBeGreaterThan(100_000)
  await amir.leaves()
})

/** The first row is written, and filled down. */
async function completesRows(who: Person, job: JobType): Promise<void> {
  const { fields = [] } = fieldsOf(job.completion).find(({ key }) => key === 'y_rader')!
  const values: Record<string, string> = { y_klar_matare: '2027-02-15', y_matarst: '4711', y_sakr: '25' }
  for (const { key, label } of fields.filter(({ given }) => !given)) {
    await who.fills({ [`y_rader.0.${key}`]: values[key]! })
    await who.presses(`Fyll nedåt: ${label}`)
    await expect.poll(() => who.page.locator(`[name="y_rader.499.${key}"]`).inputValue()).toBe(values[key])
  }
}
