import type { CaseRow } from '../../src/db/rowTypes.ts'
import type { TestDatabase } from './database.ts'

/**
 * `n` more cases like this one, each with its own number, written straight into the table by its owner; `over` gives
 * columns other SQL, over the original `c` and the number `n`.
 */
export async function multiply(
  db: TestDatabase,
  { id }: Pick<CaseRow, 'id'>,
  n: number,
  over: Partial<Record<keyof CaseRow, string>> = {},
): Promise<void> {
  const columns = (await db
    .owner('information_schema.columns')
    .where({ table_schema: 'public', table_name: 'cases', is_generated: 'NEVER', is_identity: 'NO' })
    .pluck('column_name')) as string[]
  const first = `(select coalesce(max(number::text), '2020-000000') from cases)`
  const number = `'2031-' || lpad((split_part(${first}, '-', 2)::int + n)::text, 6, '0')`
  const written: Record<string, string> = {
    number,
    ref: `(select code from owners o where o.id = c.owner_id) || '-' || ${number}`,
    // Microseconds apart: what a JavaScript Date cannot tell from one another.
    last_event_at: `c.last_event_at - n * interval '1 microsecond'`,
    ...over,
  }
  await db.owner.raw(
    `insert into cases (${columns.join(', ')})
     select ${columns.map((column) => written[column] ?? `c.${column}`).join(', ')} from cases c, generate_series(1, ${n}) n where c.id = ${id}`,
  )
}
