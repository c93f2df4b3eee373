import { beforeAll, describe, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { cleanText } from '../../src/text/clean.ts'
import { readParameters } from '../../src/web/parameters.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

/** What comes along when a text is copied from Word, Excel, Teams, a phone's contacts or a web page. */
const COPIED = {
  'a number in bidi embedding': ['best_telefon', '\u202d+46 70 174 06 05\u202c', '+46701740605'],
  'a personal number in bidi embedding': ['best_id', '\u202a19121212-1212\u202c', '191212121212'],
  'a personal number with isolates': ['best_id', '\u206819121212\u2011\u00a01212\u2069', '191212121212'],
  'an anläggnings-ID in bidi embedding': ['anl_id', '\u202a735999000100000012\u202c', '735999000100000012'],
  'an anläggnings-ID in narrow groups': ['anl_id', '735\u202f999\u2009000\u2007100\u00a0000 012', '735999000100000012'],
  'an address with a zero-width space': ['best_epost', 'anna.ek@foretag.example\u200b', 'anna.ek@foretag.example'],
  'an address with a soft hyphen': ['best_epost', 'anna.ek@fore\u00adtag.example', 'anna.ek@foretag.example'],
  'a number with a zero-width space': ['arsforbr', '18000\u200b', 18000],
  'a number with a byte order mark': ['arsforbr', '\ufeff18\u00a0000', 18000],
  'a street with a no-break space': ['anl_adress', 'Kontrollgatan\u00a012', 'Kontrollgatan 12'],
  'a street with a tab': ['anl_adress', 'Kontrollgatan\t12', 'Kontrollgatan 12'],
  'a word with a zero-width space': ['arendenamn', 'Zwsp\u200bprojekt', 'Zwspprojekt'],
  'a word with joiners': ['arendenamn', 'Zw\u200dsp\u2060pro\u200cjekt', 'Zwspprojekt'],
  'a word in decomposed letters': ['anl_adress', 'A\u030Asva\u0308gen 3', 'Åsvägen 3'],
  'a postnummer with a directional mark': ['best_postnr', '123\u00a045\u200e', '12345'],
} as const

let db: TestDatabase
let amir: Client
let kase: CaseRow
beforeAll(async () => {
  db = await testDatabase()
  amir = await new Client((await testServer()).address).signIn('amir.haddad')
  kase = await aCase(actorsOf(db.world).amir, 'NY01')
})

describe('in a draft what cannot be seen is not kept:', () => {
  test.each(Object.entries(COPIED))('%s', async (_what, [field, typed, right]) => {
    const before = (await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!
    const answer = await amir.post(
      `/cases/${kase.ref}/edit/autosave`,
      { _version: String(before.version), [field]: typed },
      { accept: 'application/json' },
    )
    const { errors } = JSON.parse(answer.body) as { errors: Record<string, string> }
    expect(errors[field]).toBeUndefined()
    const { notice } = (await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!
    expect(notice[field]).toBe(right)
  })
})

test('a user name copied with what cannot be seen signs in, and is found among the people', async () => {
  const { address } = await testServer()
  await new Client(address).signIn('\u200bamir.haddad\u00a0')
  const karin = await new Client(address).signIn('karin.bergstrom')
  expect((await karin.get(`/company/users?q=${encodeURIComponent('amir\u200b.haddad')}`)).body).toContain('Amir Haddad')
})

describe('cleaned text', () => {
  test.each([
    ['a\u00a0b\u2003c\u3000d', 'a b c d'],
    ['rad\u2028rad\vrad', 'rad\nrad\nrad'],
    ['sam\u00adman\u00adsatt', 'sammansatt'],
    ['\u2066Anna\u2069 \u200fEk\u061c', 'Anna Ek'],
    ['\u3164Anna\u2800Ek', 'Anna Ek'],
    ['x\ufe0f', 'x'],
    ['x\u{E0041}y', 'xy'],
    // Emoji, flags and scripts that need joiners stay as they are.
    ['👩🏽\u200d💻 ❤\ufe0f\u200d🔥 1\ufe0f\u20e3', '👩🏽\u200d💻 ❤\ufe0f\u200d🔥 1\ufe0f\u20e3'],
    [
      '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}',
      '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}',
    ],
    ['می\u200cخواهم क्\u200dष', 'می\u200cخواهم क्\u200dष'],
  ])('of %j is %j, also when it is cleaned twice', (typed, right) => {
    expect(cleanText(typed)).toBe(right)
    expect(cleanText(right)).toBe(right)
  })

  test('is nowhere more than what was typed, but a password is as it was typed', () => {
    const posted = `password=${encodeURIComponent('två\u00a0ord')}&username=${encodeURIComponent('två\u00a0ord')}`
    expect({ ...readParameters(posted, 10) }).toEqual({ password: 'två\u00a0ord', username: 'två ord' })
  })
})
