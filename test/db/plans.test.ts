import type pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { asActor, type Actor } from '../../src/db/actor.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { multiply } from '../support/multiply.ts'

// The short form of npm run bench: what no machine makes slower or quicker. Statements are counted in cases/statements.test.ts.

const GROWING = [
  'cases',
  'case_events',
  'case_reads',
  'case_revisions',
  'case_search',
  'case_symbols',
  'notes',
  'attachments',
  'mail_messages',
]

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let ref: string
let clients: Record<'amir' | 'eva', Client>
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01', { note: 'Ring först' }))
  ref = kase.ref
  // Nothing is sought among them.
  await db.owner.raw('alter table cases disable trigger search')
  await multiply(db, kase, 1_500)
  await multiply(db, kase, 1_500, { status: `'archived'`, turn: 'null' })
  await db.owner.raw('alter table cases enable trigger search')
  await db.owner.raw('vacuum analyze')
  const { address } = await testServer()
  clients = {
    amir: await new Client(address).signIn('amir.haddad'),
    eva: await new Client(address).signIn('eva.nordin'),
  }
})

const PAGES = [
  '/inbox',
  '/cases',
  '/cases?group=none',
  '/cases/mine?group=none',
  '/archive',
  '/cases/:ref',
  '/search?q=Tolvan',
]

/** The statements of a page, as PostgreSQL is given them. */
async function statementsOf(who: Client, page: string): Promise<{ texts: string[]; bytes: number }> {
  const texts: string[] = []
  const on = ({ sql }: { sql: string }) => texts.push(sql)
  db.web.on('query', on)
  const { status, body } = await who.get(page.replace(':ref', ref))
  db.web.off('query', on)
  expect(status).toBe(200)
  return { texts, bytes: Buffer.byteLength(body) }
}

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  Plans?: Plan[]
}

const whole = (plan: Plan): string[] => [
  ...(plan['Node Type'] === 'Seq Scan' && GROWING.includes(plan['Relation Name']!) ? [plan['Relation Name']!] : []),
  ...(plan.Plans ?? []).flatMap(whole),
]

/** Growing tables that can only be read from end to end, whatever the values. */
function readWhole(actor: Actor, text: string): Promise<string[]> {
  return asActor(actor, async (tx) => {
    await tx.raw('set local enable_seqscan = off')
    const connection = await (tx.client as { acquireConnection(): Promise<pg.Client> }).acquireConnection()
    const { rows } = await connection.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `explain (generic_plan, format json) ${text}`,
    )
    return whole(rows[0]!['QUERY PLAN'][0].Plan)
  })
}

test.each(PAGES)('%s has an index for each growing table that it reads, whatever the values', async (page) => {
  for (const [name, client] of Object.entries(clients)) {
    const actor = people[name as 'amir' | 'eva']
    const { texts } = await statementsOf(client, page)
    const asked = texts.filter((text) => /^\s*(select|with)\b/i.test(text) && !text.includes('session_actor'))
    expect(asked.length).toBeGreaterThan(1)
    for (const text of asked) {
      // Tables are small here, and cases alike: what matters is that there is an index to be used.
      expect(await readWhole(actor, text), `${name} ${text}`).toEqual([])
    }
  }
})

test('fifty rows are less than ninety kilobytes, a case less than seventy', async () => {
  for (const client of Object.values(clients)) {
    expect((await statementsOf(client, '/cases?group=none')).bytes).toBeLessThan(90_000)
    expect((await statementsOf(client, '/cases/:ref')).bytes).toBeLessThan(70_000)
  }
})
