import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { completionFor, consentFor, noticeFor } from '../../seeds/demoAnswers.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { jobType } from '../../src/domain/forms/catalogue/jobs.ts'
import type { FormDefinition } from '../../src/domain/forms/definition.ts'
import { toValues } from '../../src/domain/forms/repeatingGroups.ts'
import { isRequired, rowsOf } from '../../src/domain/forms/schema.ts'
import type { Body } from '../../src/domain/forms/values.ts'
import { block } from '../support/block.ts'
import { tolvan } from '../support/cases.ts'
import { Client, hidden, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { pdf } from '../support/files.ts'
import { fieldsIn } from '../support/form.ts'

let db: TestDatabase
let amir: Client, eva: Client
beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  amir = await new Client(address).signIn('amir.haddad')
  eva = await new Client(address).signIn('eva.nordin')
})

const now = new Date()

test.each(['BE01', 'NY04'])('%s with 500 rows and every column goes its whole way', async (code) => {
  const job = jobType(code)
  const ref = await begin(code)
  const { rader: _, mat_antal: __, ...single } = noticeFor(job, tolvan, now)
  const notice = toValues(job.notice, { ...single, sakr_ny: 25 })
  const form = await amir.get(`/cases/${ref}/edit`)
  const pasted = await write(ref, { ...hidden(form.body), ...notice, _paste: 'rader', '_rows.rader': block(job, 500) })
  expect([pasted.status, problems(pasted)]).toEqual([422, ''])

  const kept = await amir.post(`/cases/${ref}/edit/autosave`, fieldsIn(pasted.body, 'edit'), {
    accept: 'application/json',
  })
  expect([kept.status, kept.body]).toEqual([200, expect.stringContaining('"errors":{}')])
  expect(rowsOf((await stored(ref)).notice['rader']!)).toHaveLength(500)

  const again = await amir.get(`/cases/${ref}/edit`)
  const direct = job.flow === 'D' ? completion(await stored(ref), code) : {}
  const saved = await write(ref, { ...fieldsIn(again.body, 'edit'), ...direct, _do: 'save' })
  expect([saved.status, problems(saved)]).toEqual([303, ''])
  await send(ref, files(job.notice, (await stored(ref)).notice))
  expect(await stored(ref)).toMatchObject({ facility_count: 500, notice: { mat_antal: 500 } })

  if (job.flow !== 'D') {
    const page = await eva.get(`/cases/${ref}`)
    const consent = toValues(job.consent, consentFor(job, await stored(ref)))
    expect((await eva.post(`/cases/${ref}/approve`, { ...hidden(page.body), ...consent })).status).toBe(303)
    await send(ref, { ...completion(await stored(ref), code), ...files(job.completion, (await stored(ref)).notice) })
  }
  expect((await stored(ref)).status).toBe('completed')
  expect(rowsOf((await stored(ref)).completion['y_rader']!)).toHaveLength(500)
  for (const path of [`/cases/${ref}`, `/cases/${ref}/print`]) {
    const { body } = await amir.get(path)
    for (const row of [0, 250, 499]) expect(body, path).toContain(`lägenhet ${1000 + row}`)
  }
})

test('rows that lie in the box when one presses Spara are saved, all 180 of them', async () => {
  const ref = await begin('BE01')
  const form = await amir.get(`/cases/${ref}/edit`)
  const saved = await write(ref, { ...fieldsIn(form.body, 'edit'), '_rows.rader': SHEET, _do: 'save' })
  expect([saved.status, problems(saved)]).toEqual([303, ''])
  const rows = rowsOf((await stored(ref)).notice['rader']!)
  expect([rows.length, rows.at(-1)]).toEqual([180, { ...LAST }])
})

test('what there is no room for is told before anything is cut, and nothing of it is lost', async () => {
  const ref = await begin('NY04')
  const form = fieldsIn((await amir.get(`/cases/${ref}/edit`)).body, 'edit')
  const many = block(jobType('NY04'), 600)
  const some = await write(ref, { ...form, _paste: 'rader', '_rows.rader': many })
  expect([some.status, problems(some)]).toEqual([422, expect.stringContaining('Det är 600 rader. Högst 500 får plats')])
  expect(fieldsIn(some.body, 'edit')['rader.599.lgh_nr']).toBe('1599')
  const refused = await write(ref, { ...fieldsIn(some.body, 'edit'), _do: 'save' })
  expect([refused.status, problems(refused)]).toEqual([422, expect.stringContaining('Det är 600 rader')])
  expect(fieldsIn(refused.body, 'edit')['rader.599.lgh_nr']).toBe('1599')
  // What could be read was saved, and the page knows.
  expect(fieldsIn(refused.body, 'edit')['_version']).toBe(String((await stored(ref)).version))
  const far = block(jobType('NY04'), 1100)
  for (const button of [{ _paste: 'rader' }, { _do: 'save' }, { _do: 'send' }]) {
    const now = fieldsIn((await amir.get(`/cases/${ref}/edit`)).body, 'edit')
    const answer = await write(ref, { ...now, ...button, '_rows.rader': far })
    expect([answer.status, problems(answer)]).toEqual([422, expect.stringContaining('Inget är inlagt')])
    expect(fieldsIn(answer.body, 'edit')['_rows.rader']).toBe(far)
  }
  expect(JSON.stringify((await stored(ref)).notice)).not.toContain('lägenhet')
})

test('the same fault down a whole column is one line above the form, and stands in each cell', async () => {
  const ref = await begin('BE01')
  const form = fieldsIn((await amir.get(`/cases/${ref}/edit`)).body, 'edit')
  const rows = block(jobType('BE01'), 40).replaceAll('\t25\t', '\t26\t')
  const answer = await write(ref, { ...form, '_rows.rader': rows, _do: 'save' })
  expect([answer.status, problems(answer)]).toEqual([
    422,
    expect.stringMatching(/^rader\.0\.sakr_ny: 40 rader, Säkring efter: /),
  ])
  expect(answer.body.match(/id="rader\.\d+\.sakr_ny-error"/g)).toHaveLength(40)
  // All else of the rows is saved.
  expect(rowsOf((await stored(ref)).notice['rader']!)).toHaveLength(40)
})

const SHEET = readFileSync(new URL('../fixtures/block-180.tsv', import.meta.url), 'utf8')
const LAST = {
  anl_benamning: 'Lgh 1179',
  lgh_nr: '1179',
  anl_id: '735999000300001796',
  matarnummer: 'MT000179',
  sakr_bef: 16,
  sakr_ny: 25,
  fas_ny: '3',
}

const stored = async (ref: string) => (await db.owner<CaseRow>('cases').where({ ref }).first())!
/** As the form is posted, files or none. */
const write = (ref: string, values: Posted) =>
  amir.post(`/cases/${ref}/edit`, { 'file.OVR': new File([], ''), ...values })

function completion(kase: CaseRow, code: string): Body {
  return toValues(jobType(code).completion, completionFor(jobType(code), kase, tolvan, now))
}

async function begin(code: string): Promise<string> {
  const owner = db.world.owners.NEL
  const job = (await db.owner('job_types').where({ owner_id: owner, code }).first('id')) as { id: number }
  const page = await amir.get('/cases/new')
  const typed = { owner: String(owner), job: String(job.id), postcode: '123 45' }
  const answer = await amir.post('/cases/new', { ...hidden(page.body), ...typed })
  return /^\/cases\/([^/]+)\/edit$/.exec(answer.location)![1]!
}

type Posted = Record<string, string | string[] | File>

async function send(ref: string, values: Posted): Promise<void> {
  const form = await amir.get(`/cases/${ref}/edit`)
  const posted = await write(ref, { ...fieldsIn(form.body, 'edit'), ...values, _do: 'send' })
  expect([posted.status, problems(posted)]).toEqual([303, ''])
  const review = await amir.get(`/cases/${ref}/review`)
  const accept = [...review.body.matchAll(/name="accept" value="([^"]+)"/g)].map((match) => match[1]!)
  const sent = await amir.post(`/cases/${ref}/review`, { ...hidden(review.body), accept })
  expect([sent.status, problems(sent)]).toEqual([303, ''])
}

function files(form: FormDefinition, answers: CaseRow['notice']): Record<string, File> {
  const asked = form.attachments.filter(({ required }) => isRequired(required, answers))
  const file = (kind: string) => new File([pdf], `${kind}.pdf`, { type: 'application/pdf' })
  return Object.fromEntries(asked.map(({ kind }) => [`file.${kind}`, file(kind)]))
}

function problems({ body }: Answer): string {
  return [...body.matchAll(/<li><a href="[^"]*#([^"]+)">([^<]+)/g)].map((match) => match.slice(1).join(': ')).join('; ')
}
