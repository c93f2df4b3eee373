import { beforeAll, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import { asActor, type InstallerActor } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { facilityId } from '../support/block.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { fieldsIn } from '../support/form.ts'

let db: TestDatabase
let amir: InstallerActor
let evas: Client, brittss: Client
beforeAll(async () => {
  db = await testDatabase()
  ;({ amir } = actorsOf(db.world))
  const { address } = await testServer()
  evas = await new Client(address).signIn('eva.nordin')
  brittss = await new Client(address).signIn('britt.olsson')
})

const FLATS = ['1001', '1002', '1003']
async function block(job = 'NY04'): Promise<CaseRow> {
  const draft = await aCase(amir, job)
  const rader = FLATS.map((flat) => ({ anl_benamning: `Lgh ${flat}`, lgh_nr: flat, sakr_ny: 20, fas_ny: '3' }))
  const notice = { ...draft.notice, rader, mat_antal: 3 }
  const saved = await asActor(amir, (tx) => perform(tx, amir, draft.ref, 'save', { notice }))
  return aCase.send(amir, saved)
}
const stored = async ({ id }: CaseRow) => (await db.owner<CaseRow>('cases').where({ id }).first())!

test('the consent has a row for each of the notice, begun with what was asked for', async () => {
  const kase = await block()
  const fields = fieldsIn((await evas.get(`/cases/${kase.ref}`)).body, 'approve')
  expect(Object.keys(fields).filter((name) => name.endsWith('x_anl_id'))).toHaveLength(3)
  expect(fields).not.toHaveProperty('x_anl_id')
  expect(fields).not.toHaveProperty('x_matarsakring')
  expect(fields).toMatchObject({ 'x_rader.1.anl_benamning': 'Lgh 1002', 'x_rader.1.x_matarsakring': '20' })
})

test('pasting and filling down come back with the rows, and decide nothing', async () => {
  const kase = await block()
  const page = await evas.get(`/cases/${kase.ref}`)
  const typed = fieldsIn(page.body, 'approve')
  const ids = [facilityId(1), facilityId(2), facilityId(3)]
  const pressed = { _paste: 'x_rader.0.x_anl_id', '_rows.x_rader': ids.join('\n') }
  const pasted = await evas.post(`/cases/${kase.ref}/approve`, { ...typed, ...pressed })
  expect(pasted.status).toBe(200)
  const after = fieldsIn(pasted.body, 'approve')
  expect(ids.map((_, i) => after[`x_rader.${i}.x_anl_id`])).toEqual(ids)
  const filled = await evas.post(`/cases/${kase.ref}/approve`, {
    ...after,
    'x_rader.0.x_matarsakring': '25',
    'x_rader.1.x_matarsakring': '',
    _fill: 'x_rader.x_matarsakring',
  })
  expect(fieldsIn(filled.body, 'approve')).toMatchObject({ 'x_rader.1.x_matarsakring': '25' })
  expect((await stored(kase)).status).toBe('submitted')
})

test('a number stands at one facility, rows are those of the notice, and each gets its own', async () => {
  const kase = await block()
  const typed = fieldsIn((await evas.get(`/cases/${kase.ref}`)).body, 'approve')
  const given = { 'x_rader.0.x_anl_id': facilityId(1), 'x_rader.1.x_anl_id': facilityId(1), x_anslutningspunkt: 'KS-1' }
  const twice = await evas.post(`/cases/${kase.ref}/approve`, { ...typed, ...given })
  expect([twice.status, twice.body.includes('Samma anläggnings-ID som på rad 1.')]).toEqual([422, true])
  const right = { ...given, 'x_rader.1.x_anl_id': facilityId(2), 'x_rader.1.anl_benamning': 'Källaren' }
  const foreign = { 'x_rader.7.anl_benamning': 'Lgh 9', 'x_rader.7.x_anl_id': facilityId(9) }
  const approved = await evas.post(`/cases/${kase.ref}/approve`, { ...typed, ...right, ...foreign })
  expect(approved.status).toBe(303)
  expect((await stored(kase)).consent['x_rader']).toEqual([
    { anl_benamning: 'Lgh 1001', x_anl_id: facilityId(1), x_matarsakring: 20 },
    { anl_benamning: 'Lgh 1002', x_anl_id: facilityId(2), x_matarsakring: 20 },
    { anl_benamning: 'Lgh 1003', x_matarsakring: 20 },
  ])
})

test('beredning writes the rows too, and the handläggare gets them', async () => {
  const kase = await block()
  const at = `/owner/preparation/${kase.ref}/network`
  const typed = { 'x_rader.2.x_anl_id': facilityId(3), 'x_rader.0.x_matarsakring': '25' }
  const filled = await brittss.submit(at, await brittss.get(at), {
    ...rowsOf(await brittss.get(at)),
    ...typed,
    'x_rader.1.x_matarsakring': '',
    'x_rader.2.x_matarsakring': '',
    _fill: 'x_rader.x_matarsakring',
  })
  expect(filled.body).toMatch(/<select id="x_rader.2.x_matarsakring"[\s\S]{0,2000}?value="25" selected/)
  expect((await brittss.submit(at, await brittss.get(at), { ...rowsOf(await brittss.get(at)), ...typed })).status).toBe(
    303,
  )
  expect(fieldsIn((await evas.get(`/cases/${kase.ref}`)).body, 'approve')).toMatchObject({
    'x_rader.0.x_matarsakring': '25',
    'x_rader.2.x_anl_id': facilityId(3),
  })
})

test('where several are only allowed, one facility has the consent’s own fields and no rows', async () => {
  const kase = await aCase.send(amir, await aCase(amir, 'NY03'))
  const fields = fieldsIn((await evas.get(`/cases/${kase.ref}`)).body, 'approve')
  expect(fields).toHaveProperty('x_anl_id')
  expect(Object.keys(fields).filter((name) => name.startsWith('x_rader'))).toEqual([])
})

/** The rows of the page that is not the case's. */
function rowsOf({ body }: { body: string }): Record<string, string> {
  return Object.fromEntries(
    [...body.matchAll(/<input type="hidden" name="(x_rader\.\d+\.anl_benamning)" value="([^"]*)"/g)].map(
      ([, name, value]) => [name!, value!],
    ),
  )
}
