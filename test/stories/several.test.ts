import { beforeAll, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { PASSWORD } from '../support/database.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

const TYPE = 'Befintlig anläggning'
const JOB = 'Säkringsändring inom intervall (t.ex. 16–25 A)'
const named = (who: Person, name: string) => who.page.locator(`[name="${name}"]`)
const rows = (who: Person, group: string) => who.page.locator(`[id="${group}"] tbody tr`).count()

test('a notice about one facility becomes one about two, and one again: nothing that was typed is lost', async () => {
  const amir = await Person.arrives(stage, 'amir.haddad')
  await amir.begins(TYPE, JOB, { postcode: '123 45' })
  await amir.fills({ anl_id: '735999000100000029', sakr_bef: '16', sakr_ny: '20' })
  expect(await rows(amir, 'rader')).toBe(0)
  expect(await named(amir, 'y_sakr').isVisible()).toBe(true)

  // The first row begins with what was said of the one; the work that is done at once has the same rows.
  await amir.presses('Flera anläggningar')
  await expect.poll(() => rows(amir, 'rader')).toBe(2)
  expect(await named(amir, 'rader.0.anl_id').inputValue()).toBe('735999000100000029')
  expect(await named(amir, 'rader.0.sakr_bef').inputValue()).toBe('16')
  expect(await rows(amir, 'y_rader')).toBe(2)
  for (const name of ['anl_id', 'sakr_bef', 'sakr_ny', 'y_sakr', 'y_matarst'])
    expect(await named(amir, name).isVisible(), name).toBe(false)
  await amir.fills({ 'rader.0.anl_benamning': 'Butik', 'rader.1.anl_benamning': 'Hiss' })
  expect(await amir.page.locator('#y_rader .grid-given').allInnerTexts()).toEqual(['Butik', 'Hiss'])

  // A row that goes takes its own completion with it.
  await amir.fills({ 'y_rader.1.y_matarst': '4711' })
  await amir.presses('Ta bort Anläggning 1')
  await expect.poll(() => rows(amir, 'y_rader')).toBe(1)
  expect(await named(amir, 'y_rader.0.y_matarst').inputValue()).toBe('4711')
  await amir.presses('Ta bort Anläggning 1')
  await expect.poll(() => named(amir, 'anl_id').isVisible()).toBe(true)
  expect(await named(amir, 'anl_id').inputValue()).toBe('735999000100000029')
  expect(await amir.page.locator('#y_rader').isVisible()).toBe(false)

  // And one press takes the last removal back.
  await amir.page.locator('#rader [data-grid-undo]').click()
  expect(await named(amir, 'rader.0.anl_benamning').inputValue()).toBe('Hiss')
  expect(await rows(amir, 'y_rader')).toBe(1)
  await amir.leaves()
})

test('without script the rows are added and taken away by the page itself', async () => {
  const sofia = await Person.comes(stage, undefined, { javaScriptEnabled: false })
  await sofia.signsIn('sofia.lindqvist', PASSWORD)
  await sofia.begins(TYPE, JOB, { postcode: '123 45' })
  await sofia.fills({ anl_id: '735999000100000029' })
  await sofia.presses('Flera anläggningar')
  await sofia.fills({ 'rader.0.anl_benamning': 'Butik', 'rader.1.anl_benamning': 'Hiss' })
  await sofia.presses('Spara')
  const kase = (await stage.db.owner<CaseRow>('cases').orderBy('id', 'desc').first())!
  expect(kase).toMatchObject({ facility_count: 2, facility_id: '735999000100000029' })
  expect(kase.notice).not.toHaveProperty('anl_id')
  expect(kase.completion['y_rader']).toMatchObject([{ anl_benamning: 'Butik' }, { anl_benamning: 'Hiss' }])
  await sofia.goes(`/cases/${kase.ref}/edit`)
  await sofia.presses('Ta bort Anläggning 2')
  await sofia.presses('Ta bort Anläggning 1')
  await sofia.presses('Spara')
  const after = (await stage.db.owner<CaseRow>('cases').where({ id: kase.id }).first())!
  expect(after).toMatchObject({ facility_count: 1 })
  expect(after.notice).not.toHaveProperty('rader')
  expect(after.completion).not.toHaveProperty('y_rader')
  await sofia.leaves()
})
