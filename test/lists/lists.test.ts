import { beforeAll, describe, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { multiply } from '../support/multiply.ts'

let db: TestDatabase
let amir: Client, mira: Client, eva: Client
let draft: CaseRow, sent: CaseRow

beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  const people = actorsOf(db.world)
  draft = await aCase(people.amir, 'NY01')
  sent = await aCase.send(people.amir, await aCase(people.amir, 'LA01'))
  await aCase.approve(people.eva, await aCase.send(people.amir, await aCase(people.amir, 'NY01')))
  const approved = await aCase.send(people.sofia, await aCase(people.sofia, 'NY01'))
  await aCase.approve(people.eva, approved)
  // 70 more that wait, on few streets and days, some without either.
  await multiply(db, sent, 70, {
    address: `case when n % 9 = 0 then null else (array['Åkervägen','Ängsvägen','Storgatan'])[1 + n % 3] || ' ' || n % 11 end`,
    expected_on: `case when n % 7 = 0 then null else date '2027-01-01' + n % 13 end`,
    due_on: `date '2027-02-01' + n % 4`,
    handler_id: `case when n % 3 = 0 then ${people.eva.userId} end`,
    handler_name: `case when n % 3 = 0 then 'Eva Nordin' end`,
  })
  await multiply(db, sent, 120, { status: `'archived'`, turn: 'null' })
  ;[amir, mira, eva] = (await Promise.all(
    ['amir.haddad', 'mira.dahl', 'eva.nordin'].map((name) => new Client(address).signIn(name)),
  )) as [Client, Client, Client]
})

const refs = (body: string): string[] =>
  [...body.matchAll(/<a class="num" href="\/cases\/([A-Z]{2,5}-\d{4}-\d{6})"/g)].map((match) => match[1]!)
const unescape = (text: string): string =>
  text.replaceAll('&amp;', '&').replaceAll('&#34;', '"').replaceAll('&#39;', "'")
const hrefs = (body: string, pattern: RegExp): string[] =>
  [...body.matchAll(pattern)].map((match) => unescape(match[1]!))

/** Everything a list leads to, as a reader without script, or as the script, would find it. */
async function walk(who: Client, path: string): Promise<string[]> {
  const found: string[] = []
  const parts: string[] = []
  const take = (body: string) => {
    found.push(...refs(body))
    parts.push(...hrefs(body, /data-more="([^"]+)"/g), ...hrefs(body, /data-part="([^"]+)"/g))
  }
  const page = await who.get(path)
  expect(page.status, path).toBe(200)
  take(page.body)
  for (let asked = 0; parts.length > 0; asked += 1) {
    // A list that leads in a circle is a fault, not a long test.
    expect(asked, path).toBeLessThan(60)
    const next = parts.shift()!
    const answer = await who.get(`${next}${next.includes('?') ? '&' : '?'}part=1`)
    expect(answer.status, next).toBe(200)
    expect(answer.body).not.toContain('<html')
    take(answer.body)
  }
  return found
}

async function refsOf(where: string): Promise<string[]> {
  return (await db.owner('cases').whereRaw(where).pluck('ref')) as string[]
}
const OPEN = `status not in ('closed', 'archived', 'cancelled')`

describe('each case is in its list once', () => {
  const groupings = ['status', 'expected', 'type', 'owner', 'job', 'consent', 'none']
  const sorts = [
    '',
    '-number',
    'place',
    '-place',
    'expected',
    '-expected',
    'job',
    'status',
    'due',
    'orderer',
    'changed',
  ]
  test.each(groupings.flatMap((group) => sorts.map((sort) => [group, sort])))(
    'however an installer groups (%s) and orders (%s) it',
    async (group, sort) => {
      const there = await walk(amir, `/cases?group=${group}&sort=${sort}`)
      expect(there.toSorted()).toEqual(
        (await refsOf(`${OPEN} and company_id = ${db.world.companies.Bergströms}`)).toSorted(),
      )
    },
  )

  test.each(['status', 'due', 'expected', 'type', 'company', 'job', 'area', 'handler', 'consent', 'none'])(
    'however a network owner groups it: %s',
    async (group) => {
      const there = await walk(eva, `/cases?group=${group}`)
      expect(there.toSorted()).toEqual((await refsOf(`${OPEN} and submitted_at is not null`)).toSorted())
      expect(there).not.toContain(draft.ref)
    },
  )

  test.each(['', 'status', 'owner'])('in the archive too, grouped by %s', async (group) => {
    expect((await walk(amir, `/archive?group=${group}`)).toSorted()).toEqual(
      (await refsOf(`status = 'archived'`)).toSorted(),
    )
  })

  test('mine are those one answers for', async () => {
    const sofia = await refsOf(`${OPEN} and responsible_name = 'Sofia Lindqvist'`)
    const mine = await walk(amir, '/cases/mine')
    expect(mine).toHaveLength((await refsOf(`${OPEN} and responsible_name = 'Amir Haddad'`)).length)
    expect(mine.filter((ref) => sofia.includes(ref))).toEqual([])
  })

  test('another company has an empty list, whatever it asks for', async () => {
    for (const path of ['/cases?group=none', '/cases/mine', '/archive', `/cases?owner=${db.world.owners.NEL}`]) {
      expect(await walk(mira, path)).toEqual([])
    }
  })
})

test('a column orders the list, and again the other way', async () => {
  const up = await walk(amir, '/cases?group=none&sort=expected')
  const dates = new Map((await db.owner('cases').select('ref', 'expected_on')).map((row) => [row.ref, row.expected_on]))
  const read = up.map((ref) => dates.get(ref) ?? '9999')
  expect(read).toEqual(read.toSorted())
  const page = await amir.get('/cases?group=none&sort=expected')
  expect(page.body).toMatch(/class="head-date" aria-sort=ascending><a href="\/cases\?group=none&amp;sort=-expected"/)
  expect(await walk(amir, '/cases?group=none&sort=-expected')).toEqual(up.toReversed())
})

test('groups say how many they hold, and a large one comes folded after a hundred lines', async () => {
  const { body } = await amir.get('/cases?group=expected')
  const counts = [...body.matchAll(/<span class="count">(\d+)<\/span>/g)].map((match) => Number(match[1]))
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(
    (await refsOf(`${OPEN} and company_name like 'Bergström%'`)).length,
  )
  expect(body).toContain('Inget datum')
})

describe('a filter', () => {
  test('stands in the address, shows as chips, and each chip takes itself away', async () => {
    const page = await eva.get(
      `/cases?handler=${db.world.users['eva.nordin']}&status=submitted&status=consented&group=none`,
    )
    expect(page.body).toContain('Handläggare: Eva Nordin')
    expect(page.body).toContain('Status: För godkännande')
    const chips = hrefs(page.body, /class="chip" href="([^"]+)"/g)
    expect(chips).toContain(`/cases?group=none&status=submitted&status=consented`)
    expect(
      (
        await walk(
          eva,
          chips.find((href) => !href.includes('handler'))!,
        )
      ).length,
    ).toBeGreaterThan(70)
  })

  test('takes what has no value as a value', async () => {
    const there = await walk(eva, '/cases?handler=none&group=none')
    expect(there.toSorted()).toEqual(
      (await refsOf(`${OPEN} and handler_id is null and submitted_at is not null`)).toSorted(),
    )
  })

  test('offers what there is in the list, with what is chosen ticked', async () => {
    const { body } = await amir.get('/cases/filter?status=draft&q=Berg')
    expect(body).toMatch(/name="status" value="draft" checked/)
    expect(body).toMatch(/<input type="hidden" name="q" value="Berg">/)
    expect(body).toContain('Norrådalens Elnät AB')
    expect(body).not.toContain('Västkustens')
    expect((await mira.get('/cases/filter')).body).not.toContain('Norrådalens')
  })

  test.each([
    'status=nonsense',
    'handler=1e9&owner=-1&area=x',
    'after=12_notadate&sort=expected&group=none',
    'after=99999999999999999999_&group=none',
    'after=5_2027-13-45%2000:00:00%2B00&group=none',
    'cols=nonsense&cols=turn',
    'sort=drop&group=table&from=2027-02-31&to=x',
    'owner=1&owner=2&owner=none&group=owner&after=zz',
    'q=%25_%5C%27%3B--&symbol=note',
    'status[]=a&status[x]=b&__proto__=1&constructor=2',
  ])('that makes no sense is passed over: %s', async (query) => {
    for (const who of [amir, eva]) expect((await who.get(`/cases?${query}`)).status).toBe(200)
  })

  test('never tells the name of what is not one’s own', async () => {
    const petra = db.world.users['petra.wallin']!
    expect((await eva.get(`/cases?handler=${petra}`)).body).not.toContain('Petra')
    expect((await mira.get(`/cases?responsible=${db.world.users['amir.haddad']}`)).body).not.toContain('Amir')
  })
})

test('quick search finds every word, in any order, anywhere on the line', async () => {
  const there = await walk(amir, '/cases?q=7%20storgatan')
  expect(there.toSorted()).toEqual((await refsOf(`${OPEN} and address = 'Storgatan 7'`)).toSorted())
  expect(there.length).toBeGreaterThan(0)
  const { body } = await amir.get('/cases?q=finns-inte')
  expect(body).toContain('Inga träffar')
  expect(body).toContain('value="finns-inte"')
})

test('the columns one chooses are shown, and carried along by every link of the list', async () => {
  const { body } = await amir.get('/cases?cols=case&cols=meter&group=none')
  expect([...body.matchAll(/<th scope="col" class="head-(\w+)"/g)].map((match) => match[1])).toEqual(['case', 'meter'])
  expect(hrefs(body, /class="row-link" href="([^"]+)"/g).every((href) => href.includes('cols=meter'))).toBe(true)
})

describe('a view', () => {
  test('is saved under a name, opened, written over and thrown away by its owner alone', async () => {
    const address = '/cases?group=none&sort=expected&status=submitted'
    expect((await amir.post('/views', { address, name: 'Att bevaka' })).location).toBe(address)
    await amir.post('/views', { address: '/archive', name: 'Att bevaka' })
    await amir.post('/views', { address, name: 'Båda' })
    const { body } = await amir.get(address)
    expect(hrefs(body, /class="menu-item" href="([^"]+)"[^>]*>(?:Att bevaka|Båda)/g)).toEqual(['/archive', address])
    expect((await mira.get('/cases')).body).not.toContain('Att bevaka')
    const [id] = hrefs(body, /action="\/views\/(\d+)\/delete"/g)
    await mira.post(`/views/${id}/delete`, { back: '/cases' })
    expect((await amir.get('/cases')).body).toContain('Att bevaka')
    await amir.post(`/views/${id}/delete`, { back: '/cases' })
    expect((await amir.get('/cases')).body).toContain('Vyn Att bevaka är borttagen.')
    expect((await amir.get('/cases')).body).not.toContain('Att bevaka')
  })

  test('is given another name by its owner, and not one that is taken', async () => {
    for (const name of ['Veckan', 'Månaden']) await amir.post('/views', { address: '/cases?sort=expected', name })
    const idOf = (body: string, name: string) => new RegExp(`${name}</a>.*?/views/(\\d+)/rename`, 's').exec(body)![1]!
    const id = idOf((await amir.get('/cases')).body, 'Veckan')
    await mira.post(`/views/${id}/rename`, { back: '/cases', name: 'Kapad' })
    await amir.post(`/views/${id}/rename`, { back: '/cases', name: 'Månaden' })
    expect((await amir.get('/cases')).body).toContain('Du har redan en vy som heter Månaden.')
    expect((await amir.post(`/views/${id}/rename`, { back: '/archive', name: 'Min vecka' })).location).toBe('/archive')
    const { body } = await amir.get('/cases')
    expect(body).toContain('Vyn heter nu Min vecka.')
    expect(idOf(body, 'Min vecka')).toBe(id)
    expect(body).not.toMatch(/Kapad|>Veckan</)
  })

  test.each(['https://elak.example/', '//elak.example', '/sign-in', '/cases/../company', '/cases#x', ''])(
    'leads nowhere but to a list: %s',
    async (address) => {
      expect((await amir.post('/views', { address, name: 'Fel' })).status).toBeGreaterThanOrEqual(400)
      expect((await amir.post('/views/standard', { address })).status).toBeGreaterThanOrEqual(400)
    },
  )
})

test('the tick Standard makes a list, as it stands, the page one begins at', async () => {
  const address = '/cases?group=expected&turn=installer'
  await eva.post('/views/standard', { address })
  expect((await eva.get('/')).location).toBe(address)
  expect((await eva.get(address)).body).toContain('aria-pressed="true"')
  const again = await new Client(eva.address).post('/sign-in', {
    username: 'eva.nordin',
    password: 'nordanvind över fjället 7',
  })
  expect(again.location).toBe('/')
  // The profile keeps it when something else is changed there.
  expect((await eva.get('/profile')).body).toContain('value="/cases?group=expected&amp;turn=installer" selected')
  await eva.post('/views/standard', { address })
  expect((await eva.get('/')).location).toBe('/inbox')
})
