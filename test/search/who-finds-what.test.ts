import { beforeAll, describe, expect, test } from 'vitest'
import { start } from '../../src/sign-in/accounts/sessions.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import { promoted } from '../../src/cases/workflow/denormalised.ts'
import { asActor, type InstallerActor } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import type { Answers } from '../../src/domain/forms/definition.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
const clients: Record<string, Client> = {}

beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  const names = {
    amir: 'amir.haddad',
    sofia: 'sofia.lindqvist',
    mira: 'mira.dahl',
    eva: 'eva.nordin',
    petra: 'petra.wallin',
  }
  for (const [key, name] of Object.entries(names)) clients[key] = await new Client(address).signIn(name)
  const [operator] = (await db
    .owner('users')
    .insert({ username: 'olle.operator', kind: 'operator', name: 'Olle Operatör' })
    .returning('id')) as { id: number }[]
  clients['olle'] = new Client(address)
  clients['olle'].carry('session', await start(operator!.id, 3600, 'passkey', { userAgent: null, address: null }))
  await arrange()
})

async function pageOf(who: string, q: string, where = 'active'): Promise<string> {
  const answer = await clients[who]!.get(`/search?${new URLSearchParams({ q, in: where }).toString()}`)
  expect(answer.status).toBe(200)
  return answer.body
}

async function found(who: string, q: string, where = 'active'): Promise<string[]> {
  const body = await pageOf(who, q, where)
  return [...body.matchAll(/class="num" href="\/cases\/([^"]+)"/g)].map((match) => nameOf.get(match[1]!) ?? match[1]!)
}

/** What the page says of why: 'Adress: [Bergsvägen] 3'. */
async function reasons(who: string, q: string, where = 'active'): Promise<string[]> {
  const body = await pageOf(who, q, where)
  const whys = [...body.matchAll(/<span class="hit-label">(.*?):<\/span>\s*<span class="hit-text">(.*?)<\/span>/gs)]
  return whys.map(([, label, text]) => `${label}: ${text!.replaceAll('<mark>', '[').replaceAll('</mark>', ']')}`)
}

const cases: Record<string, CaseRow> = {}
const nameOf = new Map<string, string>()

/** A case of Amir's whose notice says this too, in words that no other case has. */
async function written(name: string, more: Answers, job = 'NY01', by: InstallerActor = people.amir): Promise<CaseRow> {
  const draft = await aCase(by, job)
  const kase = await rewrite(by, draft, more)
  nameOf.set(kase.ref, name)
  return (cases[name] = kase)
}

function rewrite(by: InstallerActor, kase: CaseRow, more: Answers): Promise<CaseRow> {
  const notice = { ...kase.notice, ...more }
  return asActor(by, (tx) => perform(tx, by, kase.ref, 'save', { notice, ...promoted(notice, kase.job_code) }))
}

async function arrange(): Promise<void> {
  const { amir, eva } = people
  await written('draft', { best_namn: 'Ulrika Utkastberg', upplysningar: 'fakturor till ekonomiavdelningen' })

  const sent = await aCase.send(amir, await written('sent', { best_namn: 'Sixten Skickad', fastighet: 'Hällan 7:14' }))
  await aCase.note(amir, sent, 'all', 'Nyckelskåpet sitter vid pannrummet')
  await aCase.note(amir, sent, 'company', 'Kunden är snål med kaffebrödet')
  await aCase.note(eva, sent, 'owner', 'Granska lasthistoriken noga')

  const returned = await aCase.reject(
    eva,
    await aCase.send(amir, await written('returned', { best_namn: 'Rut Returberg' })),
  )
  await rewrite(amir, returned, { best_namn: 'Nyskrivna Namnet', anl_adress: 'Omskrivargatan 8' })

  const withdrawn = await aCase.send(amir, await written('withdrawn', { best_namn: 'Åke Återkallad' }))
  await aCase.move(amir, withdrawn, 'withdraw')

  const consented = await aCase.send(amir, await written('consented', { best_namn: 'Maj Medgiven' }))
  await asActor(eva, (tx) =>
    perform(tx, eva, consented.ref, 'approve', {
      consent: { x_anslutningspunkt: 'KS-7781', x_upplysningar: 'Ring montörslaget' },
      internal: { x_intern: 'Transformatorn hettar', x_natstation: 'Granhultstationen' },
    }),
  )
  const closed = await aCase.send(amir, await written('closed', { best_namn: 'Stina Stängd' }, 'BE02'))
  await aCase.move(eva, closed, 'acceptCompletion')
}

describe('who finds what', () => {
  // [who asks, what, what is found]: nobody finds what the other side keeps for itself.
  test.each<[string, string, string[]]>([
    ['amir', 'Utkastberg', ['draft']],
    ['sofia', 'Utkastberg', ['draft']],
    ['eva', 'Utkastberg', []],
    ['amir', 'Skickad', ['sent']],
    ['eva', 'Skickad', ['sent']],
    ['mira', 'Skickad', []],
    ['petra', 'Skickad', []],
    // Notes: to both, of the company, of the owner.
    ['amir', 'nyckelskåp', ['sent']],
    ['eva', 'nyckelskåp', ['sent']],
    ['amir', 'kaffebröd', ['sent']],
    ['eva', 'kaffebröd', []],
    ['eva', 'lasthistorik', ['sent']],
    ['amir', 'lasthistorik', []],
    ['mira', 'nyckelskåp', []],
    ['petra', 'lasthistorik', []],
    // A returned case being rewritten: the owner knows what it was sent.
    ['amir', 'Nyskrivna', ['returned']],
    ['amir', 'Omskrivargatan', ['returned']],
    ['eva', 'Nyskrivna', []],
    ['eva', 'Omskrivargatan', []],
    ['eva', 'Returberg', ['returned']],
    ['amir', 'Returberg', []],
    // Taken back: the owner has no such case.
    ['amir', 'Återkallad', ['withdrawn']],
    ['eva', 'Återkallad', []],
    // Network data: the open part, and what is kept in the house.
    ['amir', 'montörslaget', ['consented']],
    ['eva', 'montörslaget', ['consented']],
    ['amir', 'KS-7781', ['consented']],
    ['eva', 'transformatorn hettar', ['consented']],
    ['amir', 'transformatorn hettar', []],
    ['eva', 'Granhultstationen', ['consented']],
    ['amir', 'Granhultstationen', []],
    // The owner finds by company, and the company not by its own name in every case.
    ['amir', 'Elservice', []],
    // Personal numbers are nobody's to search for.
    ['amir', '191212121212', []],
    ['amir', '19121212-1212', []],
    ['eva', '121212-1212', []],
  ])('%s searches for “%s” and finds %j', async (who, q, expected) => {
    expect(await found(who, q, 'both')).toEqual(expected)
  })

  test('the owner reads of a returned case, in line and reason, what it was sent and nothing newer', async () => {
    const body = await pageOf('eva', 'Returberg')
    expect(body).toContain('Rut Returberg')
    expect(body).not.toMatch(/Nyskrivna|Omskrivargatan/)
  })

  test('Tolvansson, who is in every case of the test world, is nobody for those who have no part in them', async () => {
    for (const who of ['petra', 'mira'])
      expect(await pageOf(who, 'tolvan@kund.example', 'both')).toContain('Inga träffar')
    expect(await found('eva', 'Stängd', 'both')).toEqual(['closed'])
  })

  test('the operator has no cases to search', async () => {
    expect((await clients['olle']!.get('/search?q=Tolvansson')).status).toBe(403)
  })

  test('what the owner finds comes when the case is sent and goes when it is taken back', async () => {
    const kase = await written('again', { best_namn: 'Vera Vändtillbaka' })
    expect([await found('amir', 'Vändtillbaka'), await found('eva', 'Vändtillbaka')]).toEqual([['again'], []])
    await aCase.send(people.amir, kase)
    expect(await found('eva', 'Vändtillbaka')).toEqual(['again'])
    await aCase.move(people.amir, kase, 'withdraw')
    expect([await found('amir', 'Vändtillbaka'), await found('eva', 'Vändtillbaka')]).toEqual([['again'], []])
  })
})

test('a case with more notes than anybody reads can still be written to, and its newest ones be found', async () => {
  const kase = await written('many', { best_namn: 'Nora Notberg' })
  const words = (from: number) =>
    Array.from({ length: 400 }, (_, n) => `ord${(from * 400 + n).toString(36)}x`).join(' ')
  for (let n = 0; n < 40; n++) await aCase.note(people.amir, kase, 'company', words(n))
  await aCase.note(people.amir, kase, 'company', 'Slutligen skruvstädet')
  expect(await found('amir', 'skruvstädet')).toEqual(['many'])
  expect(await found('amir', 'Notberg')).toEqual(['many'])
})

describe('active, archive, both', () => {
  test.each([
    ['active', []],
    ['archive', ['closed']],
    ['both', ['closed']],
  ])('%s', async (where, expected) => {
    expect(await found('amir', 'Stängd', where)).toEqual(expected)
    expect(await found('eva', 'Stängd', where)).toEqual(expected)
  })

  test('where there is nothing the page offers to search everywhere', async () => {
    expect(await pageOf('amir', 'Stängd')).toContain('href="/search?q=St%C3%A4ngd&amp;in=both"')
    expect(await pageOf('amir', 'Finnsingenstans', 'both')).not.toContain('in=both"')
  })
})

describe('words and numbers', () => {
  beforeAll(async () => {
    await aCase.send(
      people.amir,
      await written(
        'words',
        {
          best_namn: 'Örjan Ängström',
          anl_adress: 'Sjöåkravägen 44',
          fastighet: 'Ljungkullen 12:345',
          anl_id: '735999000100009990',
          matarnummer: 'QX-90817',
          er_referens: 'Projekt 88-12',
          upplysningar: 'Två värmepumpar och en laddbox, se faktura',
        },
        'BE03',
      ),
    )
  })

  test.each([
    ['värmepump', 'a stem of it'],
    ['VÄRMEPUMPARNA', 'another ending, capitals'],
    ['fakturor', 'another declension'],
    ['Ängström', 'å ä ö'],
    ['ängstr', 'the beginning of a word'],
    ['örjan sjöåkravägen', 'words from two places'],
    ['Sjöåkravägen 44', 'a short number whole'],
    ['Ljungkullen 12:345', 'the property'],
    ['12:345', 'its number alone'],
    ['735 999 000 100 009 990', 'the installation ID as it is printed'],
    ['735999000100009990', 'the same in one'],
    ['0009990', 'its end'],
    ['QX-90817', 'the meter number'],
    ['qx90817', 'without its hyphen'],
    ['0817', 'a part of it'],
    ['Projekt 88-12', 'the company’s own reference'],
    ['070-174 06 20 Ängström', 'a phone number beside a name'],
    ['+46 70 174 06 20', 'the same from abroad'],
  ])('“%s”: %s', async (q) => {
    expect(await found('eva', q)).toContain('words')
  })

  test.each([
    ['ström', 'the end of a word is not its beginning'],
    ['Sjöåkravägen 4', 'a short number is whole'],
    ['värmepump Stängd', 'all words must be there'],
    ['2:345', 'a property number from its beginning'],
    ['och', 'a word that says nothing'],
  ])('not “%s”: %s', async (q) => {
    expect(await found('eva', q)).not.toContain('words')
  })

  test('a case number goes first: whole, without its year, without its zeros; so does a meter number', async () => {
    const kase = cases['words']!
    const [, count] = kase.number.split('-') as [string, string]
    for (const q of [
      kase.number,
      kase.ref,
      kase.ref.toLowerCase(),
      kase.number.replace('-', ''),
      count,
      String(Number(count)),
      'QX90817',
    ]) {
      expect((await found('eva', q))[0], q).toBe('words')
      expect((await found('amir', q))[0], q).toBe('words')
    }
  })

  test('it stands where and why', async () => {
    expect(await reasons('eva', '1:345 ljungkullen')).toEqual([])
    expect(await reasons('eva', 'ljungkullen 12:345')).toEqual(['Fastighetsbeteckning: [Ljungkullen] [12:345]'])
    expect(await reasons('eva', 'värmepump')).toContainEqual(expect.stringContaining('Två [värmepumpar] och'))
    expect(await reasons('eva', '735999000100009990')).toEqual([expect.stringContaining('[735 999 000 100 009 990]')])
    expect(await reasons('amir', 'kaffebröd')).toEqual(['Intern notering: Obs: Kunden är snål med [kaffebrödet]'])
  })

  test('what was written is shown as text, never as markup', async () => {
    await written('markup', { upplysningar: 'Specialtecken <script>alert(1)</script> hela vägen' })
    const body = await pageOf('amir', 'specialtecken')
    expect(body).toContain('&lt;script&gt;alert')
    expect(body).not.toContain('<script>alert')
  })
})

describe('what cannot be searched for gets a kind answer', () => {
  test.each([
    ['', 'Sök bland dina ärenden'],
    ['   ', 'Sök bland dina ärenden'],
    ['a', 'för kort'],
    ['%', 'för kort'],
    ['_', 'för kort'],
    ['!!! --- ???', 'för kort'],
    ["'", 'för kort'],
    ['\\', 'för kort'],
    ['och på', 'Inga träffar'],
    ['%%%abc%', 'Inga träffar'],
    ["x' or 1=1 --", 'Inga träffar'],
    ['x:*|y & !z', 'för kort'],
    ['ab\u0000cd', 'Inga träffar'],
    ['\u{1F50C} 𝔸𝔹', 'Inga träffar'],
    ['x'.repeat(10_000), 'för långt'],
    ['9'.repeat(200), 'Inga träffar'],
  ])('%j', async (q, words) => {
    expect(await pageOf('amir', q, 'both')).toContain(words)
  })

  test('nor do odd addresses break it', async () => {
    for (const query of [
      'q=a&q=b',
      'q=Skickad&in=allt',
      'q=Skickad&after=9_9_9',
      'q=Skickad&after=1_9999999999999999_1',
      'q[]=x',
      '%00',
    ])
      expect((await clients['amir']!.get(`/search?${query}`)).status, query).toBe(200)
    expect((await clients['amir']!.get('/search?q=%ED%A0%80')).status).toBeLessThan(500)
  })
})
