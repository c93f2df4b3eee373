import type { Database } from './bare.ts'
import { lockTables } from './tableLocks.ts'

const HIDDEN = `select c.relname as name from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relforcerowsecurity
    and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'platform' and p.polcmd = '*')
    and not (select rolsuper or rolbypassrls from pg_roles where rolname = current_user)`

/**
 * Lets the owner of the tables see their rows before migrations are run, also in a database whose policies are those of a
 * version that took the owner for a superuser: forced row level security would hide them without a word.
 */
export async function showRowsToOwner(db: Database): Promise<void> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(HIDDEN)
  if (rows.length === 0) return
  await db.transaction(async (trx) => {
    await lockTables(
      trx,
      rows.map(({ name }) => name),
    )
    for (const { name } of rows) {
      await trx.raw('drop policy if exists platform on ??', [name])
      await trx.raw('create policy platform on ?? to current_user using (true)', [name])
    }
  })
}
