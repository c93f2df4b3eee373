import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEMO_PASSWORD } from '../../src/cli/demo.ts'
import { root } from '../../src/config.ts'
import { useDatabase } from '../../src/db/actor.ts'
import { connectPools, type Database } from '../../src/db/bare.ts'
import { describe as describeSchema } from '../../src/db/describe.ts'
import { migrate } from '../../src/db/migrate.ts'
import { webUrl } from '../../src/db/roles.ts'
import { Client, testServer } from '../support/client.ts'
import { bareDatabase } from '../support/database.ts'
import { loadBaseline } from '../support/servers.ts'

// The demo world in a database of the baseline, as test/fixtures/dump.ts wrote it.
describe('a database of the baseline, filled with the demo world', () => {
  let owner: Database, ownerUrl: string
  beforeAll(async () => {
    ;({ owner, ownerUrl } = await bareDatabase({ migrated: false }))
    await loadBaseline(ownerUrl)
    // Left behind by a start that was killed in a migration without a transaction.
    await owner('knex_migrations_lock').update({ is_locked: 1 })
    await migrate(ownerUrl)
  })

  test('is upgraded to the shape of a new one', async () => {
    expect(await describeSchema(owner)).toBe(await readFile(path.join(root, 'migrations', 'schema.txt'), 'utf8'))
  })

  test('keeps its rows, and nothing is left to do', async () => {
    const count = async (table: string) => ((await owner(table).count('* as n').first()) as { n: number }).n
    expect(await count('cases')).toBeGreaterThan(50)
    expect(await count('case_search')).toBeGreaterThan(await count('cases'))
    expect(await count('attachment_chunks')).toBeGreaterThan(0)
    const applied = await owner('applied_files').orderBy('file')
    await migrate(ownerUrl)
    expect(await owner('applied_files').orderBy('file')).toEqual(applied)
  })

  test('opens its pages to its people, and a case can be written on', async () => {
    const pools = connectPools(await webUrl(ownerUrl))
    useDatabase(pools.page, pools.long)
    afterAll(() => pools.destroy())
    const { address } = await testServer()
    const people = {
      'amir.haddad': ['/inbox', '/cases', '/archive', '/search?q=Storgatan'],
      'eva.nordin': ['/inbox', '/cases', '/archive', '/owner/statistics'],
      'mats.strand': ['/owner/orders'],
    }
    for (const [username, pages] of Object.entries(people)) {
      const client = await new Client(address).signIn(username, DEMO_PASSWORD)
      for (const page of pages) expect((await client.get(page)).status, `${username} ${page}`).toBe(200)
    }
    const eva = await new Client(address).signIn('eva.nordin', DEMO_PASSWORD)
    const mine = owner('owners').where({ code: 'NEL' }).select('id')
    const { ref } = (await owner('cases').where({ status: 'submitted' }).where('owner_id', mine).first('ref'))!
    const shown = await eva.get(`/cases/${ref}`)
    expect(shown.body).toContain(ref.replace('NEL-', ''))
    const form = await eva.get(`/cases/${ref}/notes/new`)
    const note = { subject: 'Efter uppgraderingen', body: 'Går att skriva', audience: 'internal' }
    const noted = await eva.submit(`/cases/${ref}/notes`, form, note)
    expect(noted.status).toBe(303)
    expect((await eva.get(`/cases/${ref}`)).body).toContain('Efter uppgraderingen')
  })
})
