import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import type { Database } from '../../src/db/bare.ts'
import { describe as describeSchema } from '../../src/db/describe.ts'
import { migrate, refuseOthers } from '../../src/db/migrate.ts'
import { webUrl } from '../../src/db/roles.ts'
import { Client, testServer } from '../support/client.ts'
import { actorsOf, aCase } from '../support/cases.ts'
import { bareDatabase, PASSWORD, testDatabase, type TestDatabase } from '../support/database.ts'
import { runIn, versionWith } from '../support/laterVersion.ts'

const EXPANDS = 'migrations/20991231000000_expand.sql'
const CONTRACTS = 'migrations/20991231000100_contract.sql'
const TODAY = 'sql/functions/today.sql'

const textOf = (file: string) => readFile(path.join(root, file), 'utf8')

describe('a process of this version beside one of a later', () => {
  let owner: Database, ownerUrl: string
  beforeEach(async () => {
    ;({ owner, ownerUrl } = await bareDatabase({ migrated: true }))
  })
  const today = async () => {
    const { rows } = await owner.raw<{ rows: { day: string }[] }>('select app.today()::text as day')
    return rows[0]!.day
  }
  const laterToday = async () => (await textOf(TODAY)).replace(/return [^;]*/, `return date '2001-01-01'`)

  test('starts on a database that the later one has expanded, and leaves it as it is', async () => {
    const later = await versionWith({
      [EXPANDS]: 'alter table cases add column later int not null default 1;',
      [TODAY]: await laterToday(),
    })
    expect(await runIn(later, 'migrate', ownerUrl)).toEqual({ code: 0, said: 'The database is up to date.\n' })
    const shape = await describeSchema(owner)
    expect(shape).toContain('later integer')
    expect(await migrate(ownerUrl)).toBe(true)
    expect(await migrate(ownerUrl, { takeBack: true })).toBe(true)
    await refuseOthers(await webUrl(ownerUrl))
    expect(await describeSchema(owner)).toBe(shape)
    expect(await today()).toBe('2001-01-01')
  })

  test('does not start once the later one has taken away what it needs, and says which version does', async () => {
    const later = await versionWith({
      [EXPANDS]: 'alter table cases add column later int;',
      [CONTRACTS]: '-- contracts: 20991231000000_expand\nalter table cases drop column later;',
    })
    expect(await runIn(later, 'migrate', ownerUrl)).toMatchObject({ code: 0 })
    const shape = await describeSchema(owner)
    const words = /nyare version av Elanmälan \(20991231000100_contract\), som den här versionen inte går att köra på/
    await expect(migrate(ownerUrl)).rejects.toThrow(words)
    await expect(refuseOthers(await webUrl(ownerUrl))).rejects.toThrow(words)
    expect(await describeSchema(owner)).toBe(shape)
    // The version in between knows what the contract needs.
    const between = await versionWith({ [EXPANDS]: 'alter table cases add column later int;' })
    expect((await runIn(between, 'migrate', ownerUrl)).said).toContain('of a newer version; nothing was changed')
  })

  test('does not take back functions that the later one has replaced, unless it is told to', async () => {
    const before = await today()
    const later = await versionWith({ [TODAY]: await laterToday() })
    expect((await runIn(later, 'migrate', ownerUrl)).code).toBe(0)
    await migrate(ownerUrl)
    expect(await today()).toBe('2001-01-01')
    await migrate(ownerUrl, { takeBack: true })
    expect(await today()).toBe(before)
    // And the later one is then the one that has been replaced.
    expect((await runIn(later, 'migrate', ownerUrl)).code).toBe(0)
    expect(await today()).toBe('2001-01-01')
  })

  test('goes on when the later one’s migration fails: nothing of it has happened, and it says which file', async () => {
    const shape = await describeSchema(owner)
    const later = await versionWith({
      [EXPANDS]: 'alter table cases add column later int;',
      [CONTRACTS]: 'alter table cases add column other int; select 1 / 0;',
    })
    const { code, said } = await runIn(later, 'migrate', ownerUrl)
    expect([code, said.trim()]).toEqual([1, `${CONTRACTS}: division by zero`])
    expect(await describeSchema(owner)).toBe(shape)
    expect(await migrate(ownerUrl)).toBe(false)
  })
})

describe('while a later version migrates', () => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await testDatabase({ asInProduction: true })
  })

  test('every post of the version before is answered and kept, and a restart of it comes up', async () => {
    const policyMore = async (table: string) =>
      `${await textOf(`sql/policies/${table}.sql`)}\ncreate policy later on ${table} as restrictive using (true);`
    const later = await versionWith({
      [EXPANDS]: `alter table cases add column later int not null default 1;
        create index cases_later on cases (later); update cases set later = 2;`,
      'sql/policies/cases.sql': await policyMore('cases'),
      'sql/policies/notes.sql': await policyMore('notes'),
      'sql/policies/case_events.sql': await policyMore('case_events'),
    })
    const { address } = await testServer()
    const people = actorsOf(db.world)
    let migrating = true
    const writeNotes = async (_: unknown, n: number) => {
      const amir = await new Client(address).signIn('amir.haddad', PASSWORD)
      const { ref } = await aCase(people.amir, 'NY01')
      const statuses: number[] = []
      while (migrating) {
        const form = await amir.get(`/cases/${ref}/notes/new`)
        const note = { subject: `Under uppgraderingen ${n}`, body: `${statuses.length}`, audience: 'internal' }
        statuses.push(form.status, (await amir.submit(`/cases/${ref}/notes`, form, note)).status)
      }
      return statuses
    }
    const load = Promise.all(Array.from({ length: 4 }, writeNotes))
    await expect.poll(() => db.owner('notes').first('id')).toBeDefined()
    const { code } = await runIn(later, 'migrate', db.ownerUrl)
    const restarted = await migrate(db.ownerUrl)
    migrating = false
    const answers = (await load).flat()
    expect([code, restarted]).toEqual([0, true])
    expect(new Set(answers)).toEqual(new Set([200, 303]))
    const kept = await db.owner('notes').whereLike('subject', 'Under uppgraderingen%').count('* as n').first()
    expect(kept).toEqual({ n: answers.filter((status) => status === 303).length })
  })
})
