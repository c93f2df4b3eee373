import type { Database } from './bare.ts'

interface Line {
  head: string
  line: string
}

// Names and definitions as PostgreSQL itself prints them; the queue's own schema is graphile-worker's business.
const QUERIES = [
  `select c.relname as head, '  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
     || case when a.attnotnull then ' not null' else '' end
     || case a.attidentity when 'a' then ' identity' else '' end
     || coalesce(case when a.attgenerated = 's' then ' generated ' else ' default ' end || pg_get_expr(d.adbin, d.adrelid), '') as line
   from pg_class c
   join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('public', 'app')
   join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
   left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
   where c.relkind = 'r' order by c.relname, a.attnum`,
  `select c.relname as head, '  constraint ' || o.conname || ' ' || pg_get_constraintdef(o.oid) as line
   from pg_constraint o join pg_class c on c.oid = o.conrelid
   join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('public', 'app')
   where o.contype <> 'n' order by c.relname, o.contype, o.conname`,
  `select tablename as head, '  ' || indexdef as line from pg_indexes
   where schemaname in ('public', 'app') order by tablename, indexname`,
  `select tablename as head, '  policy ' || policyname || ' for ' || lower(cmd) || ' to ' || array_to_string(roles, ', ')
     || coalesce(' using ' || qual, '') || coalesce(' with check ' || with_check, '') as line
   from pg_policies where schemaname in ('public', 'app') order by tablename, policyname`,
  `select c.relname as head, '  grant ' || string_agg(distinct lower(g.privilege_type), ', ') || ' to ' || g.grantee as line
   from information_schema.role_table_grants g join pg_class c on c.relname = g.table_name
   where g.table_schema in ('public', 'app') and g.grantee like 'app\\_%' and c.relkind = 'r'
   group by c.relname, g.grantee order by c.relname, g.grantee`,
  `select c.relname as head, '  ' || pg_get_triggerdef(t.oid) as line from pg_trigger t join pg_class c on c.oid = t.tgrelid
   join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('public', 'app')
   where not t.tgisinternal order by c.relname, t.tgname`,
]

const FUNCTIONS = `select pg_get_functiondef(p.oid) as line, p.proname as head from pg_proc p
  join pg_namespace n on n.oid = p.pronamespace and n.nspname = 'app' order by p.proname`

/** The whole schema as text, the same for the same migrations: kept in migrations/schema.txt, true by a test. */
export async function describe(db: Database): Promise<string> {
  const tables = new Map<string, string[]>()
  for (const query of QUERIES) {
    const { rows } = await db.raw<{ rows: Line[] }>(query)
    for (const { head, line } of rows) {
      if (head.startsWith('knex_')) continue
      tables.set(head, [...(tables.get(head) ?? []), line])
    }
  }
  const { rows: functions } = await db.raw<{ rows: Line[] }>(FUNCTIONS)
  const blocks = [...tables].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, lines]) => [name, ...lines].join('\n'))
  const owner = await nameOfOwner(db)
  const text = [...blocks, ...functions.map(({ line }) => line.trim())].join('\n\n')
  return `${text.replaceAll(new RegExp(`\\bto ${owner}\\b`, 'g'), 'to the owner')}\n`
}

/** The owner of the tables is called differently in every installation. */
async function nameOfOwner(db: Database): Promise<string> {
  const { rows } = await db.raw<{ rows: [{ name: string }] }>('select current_user as name')
  return rows[0].name
}
