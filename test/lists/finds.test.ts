import { beforeAll, describe, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let amir: Client
let kase: CaseRow
beforeAll(async () => {
  db = await testDatabase()
  amir = await new Client((await testServer()).address).signIn('amir.haddad')
  kase = await aCase(actorsOf(db.world).amir, 'NY01')
})

describe('a list and the search find', () => {
  beforeAll(async () => {
    const { version } = (await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!
    await amir.post(`/cases/${kase.ref}/edit/autosave`, {
      _version: String(version),
      arendenamn: 'Zwsp\u200bprojekt ÅNGSVÄGENS',
      anl_adress: 'Kontrollgatan\u00a012',
      best_namn: 'Tolvan O\u2019Brien',
      matarnummer: 'MT-48213',
      anl_id: '735999000100000012',
    })
  })

  test.each([
    'kontrollgatan 12',
    'kontrollgatan\u00a012',
    'KONTROLLGATAN 12',
    '\u202akontrollgatan\u202c',
    'Zwspprojekt',
    'Zw\u00adspprojekt',
    'a\u030Angsva\u0308gens',
    'A\u030ANGSVA\u0308GENS',
    'ångsvägens',
    "O'Brien",
    'O´Brien',
    'o`brien',
    'O\u2018BRIEN',
    'MT-48213',
    'mt48213',
    'MT\u201148213',
    '735 999 000 100 000 012',
    '735\u00a0999\u00a0000\u00a0100\u00a0000\u00a0012',
    '"Zwspprojekt"',
  ])('%j', async (typed) => {
    const q = encodeURIComponent(typed)
    for (const page of [`/cases?q=${q}`, `/search?q=${q}`])
      expect((await amir.get(page)).body, page).toContain(`/cases/${kase.ref}`)
  })
})
