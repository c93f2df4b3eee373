import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { asActor, asSystem, pooled, type InstallerActor, type OwnerActor } from '../../src/db/actor.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import { aCase, actorsOf } from '../support/cases.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})

const REQUEST_ROLES = ['app_installer', 'app_owner', 'app_fitter', 'app_operator', 'app_auth', 'app_worker', 'app_web']

describe('the database keeps tenants apart', () => {
  test('every table that a request role can touch has forced row security and a policy for that role', async () => {
    const { rows } = await db.owner.raw<{ rows: { table: string; role: string; forced: boolean; policies: number }[] }>(
      `select c.relname as table, r.rolname as role, c.relrowsecurity and c.relforcerowsecurity as forced,
         (select count(*) from pg_policy p where p.polrelid = c.oid and r.oid = any(p.polroles)) as policies
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
       cross join pg_roles r
       where c.relkind in ('r', 'p', 'v', 'm', 'f') and r.rolname = any(?)
         and (has_table_privilege(r.oid, c.oid, 'select, insert, update, delete, truncate')
           or has_any_column_privilege(r.oid, c.oid, 'select, insert, update'))`,
      [REQUEST_ROLES],
    )
    expect(rows.length).toBeGreaterThan(20)
    expect(rows.filter((row) => !row.forced || row.policies === 0)).toEqual([])
    expect(rows.filter((row) => row.role === 'app_web')).toEqual([])
  })

  test('requests sign in as a role that owns nothing, inherits nothing and bypasses nothing', async () => {
    const { rows } = await db.owner.raw<{ rows: object[] }>(
      `select rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication,
         (select count(*) from pg_class where relowner = r.oid) as owns from pg_roles r where rolname = any(?)`,
      [REQUEST_ROLES],
    )
    for (const role of rows) expect(Object.values(role).every((value) => value === false || value === 0)).toBe(true)
  })

  test('only the reviewed functions run with their owner’s rights, and requests may call no others', async () => {
    const { rows } = await db.owner.raw<{ rows: { name: string; roles: string[] }[] }>(
      `select p.proname as name, array_agg(r.rolname::text order by r.rolname) as roles
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       cross join pg_roles r
       where p.prosecdef and r.rolname = any(?) and has_function_privilege(r.oid, p.oid, 'execute')
         and has_schema_privilege(r.oid, n.oid, 'usage')
       group by p.proname order by p.proname`,
      [REQUEST_ROLES],
    )
    expect(rows).toEqual([
      { name: 'admit_by_rule', roles: ['app_auth', 'app_installer'] },
      { name: 'answer_register', roles: ['app_auth'] },
      { name: 'api_actor', roles: ['app_web'] },
      { name: 'applied_migrations', roles: ['app_web'] },
      { name: 'approved_elsewhere', roles: ['app_owner'] },
      { name: 'archived_with', roles: ['app_installer', 'app_owner'] },
      { name: 'ask_register', roles: ['app_auth', 'app_installer'] },
      { name: 'case_mail_settings', roles: ['app_installer', 'app_owner'] },
      { name: 'case_people', roles: ['app_installer', 'app_owner'] },
      { name: 'chunk_to_scan', roles: ['app_worker'] },
      { name: 'company_contacts', roles: ['app_owner'] },
      { name: 'enqueue_first_invitation', roles: ['app_operator'] },
      { name: 'enqueue_invitation', roles: ['app_installer', 'app_owner'] },
      { name: 'enqueue_mail', roles: ['app_auth', 'app_installer', 'app_operator', 'app_owner', 'app_worker'] },
      { name: 'enqueue_reset', roles: ['app_auth'] },
      { name: 'erase_account', roles: ['app_installer', 'app_owner'] },
      { name: 'erase_on_request', roles: ['app_installer', 'app_owner'] },
      { name: 'erase_ripe', roles: ['app_worker'] },
      { name: 'facility_is_busy', roles: ['app_installer'] },
      { name: 'files_to_scan', roles: ['app_worker'] },
      { name: 'find_facility', roles: ['app_installer'] },
      { name: 'forget_logs', roles: ['app_worker'] },
      { name: 'next_case_number', roles: ['app_installer', 'app_owner'] },
      { name: 'note_readers', roles: ['app_installer'] },
      { name: 'open_cases', roles: ['app_operator'] },
      { name: 'owner_in_use', roles: ['app_operator'] },
      { name: 'picture_to_make', roles: ['app_worker'] },
      { name: 'pictures_waiting', roles: ['app_worker'] },
      { name: 'put_picture', roles: ['app_worker'] },
      { name: 'put_scan', roles: ['app_worker'] },
      { name: 'queue_failures', roles: ['app_operator'] },
      { name: 'queue_tasks', roles: ['app_operator'] },
      { name: 'release_scans', roles: ['app_worker'] },
      { name: 'responsible_covers', roles: ['app_installer', 'app_owner'] },
      { name: 'retry_jobs', roles: ['app_operator'] },
      { name: 'scan_counts', roles: ['app_operator', 'app_worker'] },
      { name: 'search_cases', roles: ['app_installer', 'app_owner'] },
      { name: 'session_actor', roles: ['app_web'] },
      { name: 'session_inbox', roles: ['app_web'] },
      { name: 'session_permissions', roles: ['app_web'] },
      { name: 'settle_company_name', roles: ['app_owner'] },
      { name: 'sweep_platform', roles: ['app_worker'] },
      { name: 'tenants_with_data', roles: ['app_worker'] },
      { name: 'usernames_beginning', roles: ['app_auth', 'app_installer', 'app_operator', 'app_owner'] },
      { name: 'work_ahead', roles: ['app_installer', 'app_owner'] },
      { name: 'worker_seen', roles: ['app_operator'] },
    ])
  })

  test('docs/tenancy.md says of each of them why', async () => {
    const { rows } = await db.owner.raw<{ rows: { name: string }[] }>(
      `select distinct p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       cross join pg_roles r
       where p.prosecdef and r.rolname = any(?) and n.nspname = 'app' and has_function_privilege(r.oid, p.oid, 'execute')`,
      [REQUEST_ROLES],
    )
    const page = readFileSync(path.join(root, 'docs/tenancy.md'), 'utf8')
    expect(rows.map(({ name }) => name).filter((name) => !page.includes(`| \`app.${name}(`))).toEqual([])
  })

  test('no view of ours shows rows past the policies of the one who asks', async () => {
    const { rows } = await db.owner.raw<{ rows: object[] }>(
      `select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where relkind in ('v', 'm') and n.nspname in ('public', 'app')
         and not coalesce('security_invoker=true' = any(c.reloptions), false)`,
    )
    expect(rows).toEqual([])
  })

  test('with no door open there are no rows at all', async () => {
    await expect(pooled()('cases').select('id')).rejects.toThrow('permission denied')
    await expect(asSystem('auth', (tx) => tx('cases').select('id'))).rejects.toThrow('permission denied')
  })
})

describe('a case', () => {
  let amir: InstallerActor, mira: InstallerActor, eva: OwnerActor, petra: OwnerActor
  beforeAll(() => {
    const people = actorsOf(db.world)
    amir = people.amir
    mira = people.mira
    eva = people.eva
    petra = people.petra
  })

  test('is its company’s alone until it is sent, and its owner’s then; nobody else sees it or what hangs on it', async () => {
    const kase = await aCase(amir, 'NY01', { note: 'Ring kunden' })
    const seen = async (actor: InstallerActor | OwnerActor) =>
      asActor(actor, async (tx) => {
        const tables = [
          'cases',
          'case_events',
          'notes',
          'attachments',
          'attachment_chunks',
          'case_revisions',
          'mail_messages',
        ]
        const found = []
        for (const table of tables) if ((await tx(table).limit(1).select(tx.raw('1'))).length > 0) found.push(table)
        return found
      })
    expect(await seen(amir)).toEqual(
      expect.arrayContaining(['cases', 'case_events', 'notes', 'attachments', 'attachment_chunks']),
    )
    expect(await seen(eva)).toEqual([])
    expect(await seen(mira)).toEqual([])
    expect(await seen(petra)).toEqual([])

    await aCase.send(amir, kase)
    expect(await seen(eva)).toEqual([
      'cases',
      'case_events',
      'notes',
      'attachments',
      'attachment_chunks',
      'case_revisions',
    ])
    expect(await seen(mira)).toEqual([])
    expect(await seen(petra)).toEqual([])
  })

  test('an owner’s internal note is invisible to the company, and the company’s to the owner', async () => {
    const kase = await aCase.send(amir, await aCase(amir, 'NY01'))
    await aCase.note(eva, kase, 'owner', 'bara vi')
    await aCase.note(amir, kase, 'company', 'bara vi också')
    const read = (actor: InstallerActor | OwnerActor) =>
      asActor(actor, (tx) => tx('notes').where({ case_id: kase.id }).pluck('body'))
    expect(await read(eva)).toEqual(['bara vi'])
    expect(await read(amir)).toEqual(['bara vi också'])
  })

  test('an owner’s rules and standard texts are no connected company’s to read, nor its versions’ contents', async () => {
    const read = (columns: string[]) => asActor(amir, (tx) => tx('configurations').select(columns))
    expect((await read(['id', 'owner_id', 'version', 'published_at', 'rejection_reasons'])).length).toBeGreaterThan(0)
    for (const column of ['rules', 'standard_texts', '*'])
      await expect(read([column])).rejects.toThrow('permission denied')
    for (const table of [
      'configuration_contents',
      'configuration_drafts',
      'configuration_changes',
      'configuration_files',
    ])
      await expect(asActor(amir, (tx) => tx(table).select(tx.raw('1')))).rejects.toThrow('permission denied')
  })

  test('keeps what the handläggare wrote for the owner alone out of every row the company can read', async () => {
    const kase = await aCase.send(amir, await aCase(amir, 'NY01'))
    const secret = { x_intern: 'Kolla lasten på station 12' }
    await asActor(eva, (tx) =>
      perform(tx, eva, kase.ref, 'approve', { consent: { x_anslutningspunkt: 'KS-1' }, internal: secret }),
    )
    const read = (actor: InstallerActor | OwnerActor) => asActor(actor, (tx) => tx('case_internals').pluck('consent'))
    expect(await read(eva)).toEqual([secret])
    expect(await read(petra)).toEqual([])
    await expect(read(amir)).rejects.toThrow('permission denied')
    const row: unknown = await asActor(amir, (tx) => tx('cases').where({ id: kase.id }).first())
    expect(JSON.stringify(row)).not.toContain('station 12')
  })

  test('cannot be written into another tenant’s hands', async () => {
    const kase = await aCase.send(amir, await aCase(amir, 'NY01'))
    const elsewhere = { case_id: kase.id, owner_id: petra.ownerId, company_id: amir.companyId, sent: true }
    const note = {
      audience: 'all' as const,
      side: 'installer' as const,
      author_id: amir.userId,
      author_name: 'x',
      subject: 'x',
      body: 'x',
    }
    await expect(asActor(amir, (tx) => tx('notes').insert({ ...elsewhere, ...note }))).rejects.toThrow('foreign key')
    await expect(
      asActor(amir, (tx) => tx('cases').where({ id: kase.id }).update({ owner_id: petra.ownerId })),
    ).rejects.toThrow('permission denied')
    await expect(
      asActor(eva, (tx) => tx('cases').where({ id: kase.id }).update({ owner_id: petra.ownerId })),
    ).rejects.toThrow(/row-level security|foreign key/)
    expect(await asActor(mira, (tx) => tx('cases').where({ id: kase.id }).update({ reference: 'stulen' }))).toBe(0)
  })

  test('the log can be added to and read, never changed', async () => {
    const kase = await aCase(amir, 'NY01')
    const change = (sql: string) => asActor(amir, (tx) => tx.raw(sql, [kase.id]))
    await expect(change('update case_events set comment = null where case_id = ?')).rejects.toThrow('permission denied')
    await expect(change('delete from case_events where case_id = ?')).rejects.toThrow('permission denied')
    await expect(change('delete from cases where id = ?')).rejects.toThrow('permission denied')
  })

  test('an installer cannot write what is the owner’s to decide, nor touch a status the flow does not have', async () => {
    const kase = await aCase(amir, 'BE02')
    const set = (patch: object) => asActor(amir, (tx) => tx('cases').where({ id: kase.id }).update(patch))
    await expect(set({ consent: '{}' })).rejects.toThrow('permission denied')
    await expect(set({ work_order: 'reported' })).rejects.toThrow('permission denied')
    await expect(set({ status: 'consented', turn: 'installer', submitted_at: new Date() })).rejects.toThrow(
      'check constraint',
    )
    await expect(set({ status: 'hittepå' })).rejects.toThrow('check constraint')
  })
})
