import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { DEMO_PASSWORD } from '../../src/cli/demo.ts'
import { seedWorld } from '../../seeds/world.ts'
import { root } from '../../src/config.ts'
import { useDatabase } from '../../src/db/actor.ts'
import { connect, connectPools } from '../../src/db/bare.ts'
import { describe as describeSchema } from '../../src/db/describe.ts'
import { migrate, refuseOthers } from '../../src/db/migrate.ts'
import { webUrl } from '../../src/db/roles.ts'
import { hashPassword } from '../../src/sign-in/accounts/passwords.ts'
import { afterFile } from '../support/cleanup.ts'
import { Client, testServer } from '../support/client.ts'
import { binariesOf, loadBaseline, managedDatabase, run, serverOf } from '../support/servers.ts'

/** Said aloud and in the name of the test: nobody shall believe that it ran. */
const missing = (major: string): string => {
  const words = `PostgreSQL ${major} is not on this machine: node bin/postgres.mjs gets it.`
  console.warn(words)
  return words
}

async function shapeOf(ownerUrl: string): Promise<string> {
  const db = connect(ownerUrl, { max: 1 })
  try {
    return await describeSchema(db)
  } finally {
    await db.destroy()
  }
}

/** The pages of somebody in this database, asked for as the web role alone. */
async function opens(webUrlOf: string, username: string, password: string, ...pages: string[]): Promise<number[]> {
  const pools = connectPools(webUrlOf)
  afterFile(() => pools.destroy())
  useDatabase(pools.page, pools.long)
  const { address } = await testServer()
  const client = await new Client(address).signIn(username, password)
  const statuses: number[] = []
  for (const page of pages) statuses.push((await client.get(page)).status)
  return statuses
}

describe.each(['16', '17', '18'])('on PostgreSQL %s, two owners who are no superusers', (major) => {
  const binaries = binariesOf(major)
  if (!binaries) return test.skip(missing(major))
  let nord: string, syd: string
  beforeAll(async () => {
    const serverUrl = await serverOf(binaries)
    nord = await managedDatabase(serverUrl, 'nord')
    syd = await managedDatabase(serverUrl, 'syd')
    // The fixture's rows are written past triggers and policies, and for that alone.
    await run(serverUrl, 'grant set on parameter session_replication_role to nord; alter role nord bypassrls')
    await loadBaseline(nord)
    await run(serverUrl, 'alter role nord nobypassrls')
    await migrate(nord)
    await migrate(syd)
  })

  test('bring a database of the baseline, and a new one, to the same shape', async () => {
    const shape = await readFile(path.join(root, 'migrations', 'schema.txt'), 'utf8')
    expect(await shapeOf(nord)).toBe(shape)
    expect(await shapeOf(syd)).toBe(shape)
  })

  test('share the cluster: both open their pages, also when either has been started again', async () => {
    const db = connect(syd, { max: 1 })
    afterFile(() => db.destroy())
    await seedWorld(db, await hashPassword(DEMO_PASSWORD))
    expect([new URL(await webUrl(nord)).username, new URL(await webUrl(syd)).username]).toEqual([
      'app_web',
      'app_syd_web',
    ])
    const pages = ['/inbox', '/cases', '/archive', '/search?q=Storgatan']
    for (const started of [nord, syd]) {
      await migrate(started)
      for (const each of [nord, syd]) {
        expect(await opens(await webUrl(each), 'amir.haddad', DEMO_PASSWORD, ...pages)).toEqual(pages.map(() => 200))
      }
    }
    expect(await opens(await webUrl(nord), 'eva.nordin', DEMO_PASSWORD, '/inbox', '/owner/statistics')).toEqual([
      200, 200,
    ])
  })

  test('and neither comes at the other’s rows', async () => {
    const across = new URL(await webUrl(nord))
    across.pathname = '/syd'
    await expect(run(across.href, 'select from public.cases')).rejects.toThrow('permission denied')
    await expect(run(across.href, 'set role app_syd_owner')).rejects.toThrow('permission denied')
    await expect(run(across.href, 'select app.now()')).rejects.toThrow('permission denied')
  })

  test('keep their password from web processes, which sign in with one of their own', async () => {
    const web = new URL(await webUrl(syd))
    web.password = 'webbens-eget'
    await migrate(syd, { web: web.href })
    await refuseOthers(web.href)
    expect(await opens(web.href, 'amir.haddad', DEMO_PASSWORD, '/inbox')).toEqual([200])
    await expect(refuseOthers(await webUrl(syd))).rejects.toThrow(/godtar inte lösenordet för app_syd_web/)
  })

  test('have limits of their own: those of pages hold in each database, and for no other that a role enters', async () => {
    expect(await run(await webUrl(nord), 'show statement_timeout')).toEqual([{ statement_timeout: '8s' }])
    const settings = await run(nord, `select rolconfig from pg_roles where rolname like 'app%'`)
    expect(settings.every(({ rolconfig }) => rolconfig === null)).toBe(true)
  })
})

describe('on PostgreSQL 15', () => {
  const binaries = binariesOf('15')
  if (!binaries) return test.skip(missing('15'))
  test('a start says which version is needed, and touches nothing', async () => {
    const owner = await managedDatabase(await serverOf(binaries), 'gammal')
    await expect(migrate(owner)).rejects.toThrow(/Servern är PostgreSQL 15\.\d+.* behöver PostgreSQL 16 eller nyare/)
    expect(await run(owner, `select from pg_namespace where nspname in ('app', 'graphile_worker')`)).toEqual([])
  })
})
