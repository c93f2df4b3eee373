import { beforeAll, expect, test } from 'vitest'
import { namesOf, SYMBOLS, type SymbolName } from '../../src/cases/symbols/symbols.ts'
import { SYMBOL_CONDITIONS } from '../../src/cases/symbols/conditions.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { multiply } from '../support/multiply.ts'

let db: TestDatabase
let clients: Record<'amir' | 'eva', Client>

/** One of these, and sometimes none, by the number n. */
const oneOf = (step: number, ...states: string[]) =>
  `(array[${states.map((state) => `'${state}'`).join(', ')}, null])[1 + (n / ${step}) % ${states.length + 1}]`

beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  const people = actorsOf(db.world)
  const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  await aCase.note(people.eva, kase, 'all', 'Ring kunden')
  await multiply(db, kase, 240, {
    status: `(array['submitted', 'notice_rejected', 'completed', 'cancelled', 'closed'])[1 + n % 5]`,
    previous_status: `'submitted'`,
    turn: `(array['owner', 'installer', 'owner', null, 'owner'])[1 + n % 5]`,
    preparation: oneOf(1, 'requested', 'ongoing', 'done'),
    work_order: oneOf(2, 'created', 'reported', 'cancelled'),
    work_order_released: 'n % 3 = 0',
    invoicing: oneOf(3, 'not_billable', 'quote_sent', 'quote_ordered', 'invoiced', 'paid'),
    customer_service: oneOf(1, 'requested', 'done', 'registered'),
    facility_count: '1 + n % 3',
    ordered_rows: `(array['{}', '{1}', '{1,2}'])[1 + n / 2 % 3]::int[]`,
    manual: 'n % 11 = 0',
    rejected_count: 'n % 4',
    removal_requested: 'n % 6 = 0',
    consent_revoked_at: `case when n % 3 = 0 then now() end`,
    transformer: 'n % 5 = 0',
    documented: 'n % 7 = 0',
    hold_reason: `case when n % 5 in (0, 1, 2) and n % 4 = 0 then 'customer' end`,
    held_at: `case when n % 5 in (0, 1, 2) and n % 4 = 0 then now() end`,
    hold_until: `case when n % 5 in (0, 1, 2) and n % 8 = 0 then date '2031-01-01' end`,
  })
  // Notes and files on some of them, of either side, for all or for one's own.
  await db.owner.raw(
    `insert into notes (case_id, owner_id, company_id, sent, audience, side, author_id, author_name, subject, body)
     select id, owner_id, company_id, sent, (array['all', 'owner', 'company'])[1 + id % 3], case when id % 3 = 2 or id % 12 = 0 then 'installer' else 'owner' end,
       case when id % 3 = 2 or id % 12 = 0 then ${people.amir.userId} else ${people.eva.userId} end, 'Någon', 'Ämne', 'Text' from cases where id % 2 = 0`,
  )
  await db.owner.raw(
    `insert into attachments (case_id, owner_id, company_id, sent, audience, side, kind, name, media_type, size, sha256, uploaded_by, uploaded_by_name)
     select k.id, k.owner_id, k.company_id, k.sent, (array['all', 'owner', 'company'])[1 + k.id % 3], a.side, a.kind, a.name, a.media_type, a.size, a.sha256,
       a.uploaded_by, a.uploaded_by_name from cases k, (select * from attachments limit 1) a where k.id % 5 = 0`,
  )
  const [amir, eva] = await Promise.all(['amir.haddad', 'eva.nordin'].map((name) => new Client(address).signIn(name)))
  clients = { amir: amir!, eva: eva! }
})

const names = Object.keys(SYMBOLS) as SymbolName[]

test('every symbol has a condition, and only symbols have', () => {
  expect(Object.keys(SYMBOL_CONDITIONS).sort()).toEqual([...names].sort())
})

// The filter asks the database, the line asks the program: what each side is shown must be the same.
test.each([
  ['amir', 'company'],
  ['eva', 'owner'],
] as const)('the filter finds just the cases that show the symbol to %s', async (who, audience) => {
  const me = db.world.users[who === 'amir' ? 'amir.haddad' : 'eva.nordin']!
  const rows = (await db.owner('cases').select('*')) as CaseRow[]
  const notes = (await db.owner('notes').whereIn('audience', ['all', audience]).select('case_id', 'author_id')) as {
    case_id: number
    author_id: number
  }[]
  const files = (await db.owner('attachments').whereIn('audience', ['all', audience]).pluck('case_id')) as number[]
  const shown = new Map(
    rows.map((row) => {
      const own = notes.filter((note) => note.case_id === row.id)
      const unread = own.some((note) => note.author_id !== me)
      return [
        row.ref,
        namesOf(row, { notes: own.length > 0, unread, files: files.filter((id) => id === row.id).length }),
      ]
    }),
  )
  const there = new Set<SymbolName>()
  for (const name of names) {
    const found = [...(await find(who, '/cases', name)), ...(await find(who, '/archive', name))].sort()
    const expected = [...shown].filter(([, symbols]) => symbols.includes(name)).map(([ref]) => ref)
    expect(found, name).toEqual(expected.sort())
    if (found.length > 0) there.add(name)
  }
  expect(names.filter((name) => !there.has(name))).toEqual([])
})

async function find(who: 'amir' | 'eva', path: string, symbol: SymbolName): Promise<string[]> {
  const refs: string[] = []
  let next: string | undefined = `${path}?group=none&symbol=${symbol}`
  while (next) {
    const { body } = await clients[who].get(next)
    refs.push(...[...body.matchAll(/<a class="num" href="\/cases\/([^"]+)"/g)].map((match) => match[1]!))
    next = /data-more="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
  }
  return refs
}
