import type { Database } from './bare.ts'
import { prefixOf, roleNames } from './roles.ts'

interface Line {
  head: string
  line: string
}

const OURS = `join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('public', 'app')`

/** The request roles among the grantees of an access list, or the privileges of each. */
const grantees = (acl: string, columns: string) => `
  select r.rolname as grantee, ${columns} from aclexplode(${acl}) g join pg_roles r on r.oid = g.grantee
  where r.rolname like 'app\\_%'`

// Names and definitions as PostgreSQL itself prints them; the queue's own schema is graphile-worker's business.
const TABLES = [
  `select c.relname as head, '  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
     || case when a.attcollation <> t.typcollation then ' collate ' || a.attcollation::regcollation else '' end
     || case when a.attnotnull then ' not null' else '' end
     || case a.attidentity when 'a' then ' identity' when 'd' then ' identity by default' else '' end
     || coalesce(case when a.attgenerated = 's' then ' generated ' else ' default ' end || pg_get_expr(d.adbin, d.adrelid), '')
     || case when a.attstorage <> t.typstorage then ' storage ' || a.attstorage::text else '' end as line
   from pg_class c ${OURS}
   join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
   join pg_type t on t.oid = a.atttypid
   left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
   where c.relkind = 'r' order by c.relname, a.attnum`,
  `select c.relname as head, '  unlogged' as line from pg_class c ${OURS}
   where c.relkind = 'r' and c.relpersistence = 'u' order by c.relname`,
  `select c.relname as head, '  constraint ' || o.conname || ' ' || pg_get_constraintdef(o.oid) as line
   from pg_constraint o join pg_class c on c.oid = o.conrelid ${OURS}
   where o.contype <> 'n' order by c.relname, o.contype, o.conname`,
  `select tablename as head, '  ' || indexdef as line from pg_indexes
   where schemaname in ('public', 'app') order by tablename, indexname`,
  `select c.relname as head, '  row level security' || case when c.relforcerowsecurity then ' forced' else '' end as line
   from pg_class c ${OURS} where c.relrowsecurity order by c.relname`,
  `select tablename as head, '  policy ' || policyname || case permissive when 'RESTRICTIVE' then ' as restrictive' else '' end
     || ' for ' || lower(cmd) || ' to ' || array_to_string(roles, ', ')
     || coalesce(' using ' || qual, '') || coalesce(' with check ' || with_check, '') as line
   from pg_policies where schemaname in ('public', 'app') order by tablename, policyname`,
  `select c.relname as head, '  grant ' || string_agg(lower(g.privilege), ', ' order by g.privilege) || ' to ' || g.grantee as line
   from pg_class c ${OURS}
   cross join lateral (${grantees('c.relacl', 'g.privilege_type as privilege')}) g
   where c.relkind = 'r' group by c.relname, g.grantee order by c.relname, g.grantee`,
  `select c.relname as head, '  grant ' || lower(g.privilege) || ' (' || string_agg(a.attname, ', ' order by a.attnum)
     || ') to ' || g.grantee as line
   from pg_class c ${OURS}
   join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
   cross join lateral (${grantees('a.attacl', 'g.privilege_type as privilege')}) g
   where c.relkind = 'r' group by c.relname, g.privilege, g.grantee order by c.relname, g.grantee, g.privilege`,
  `select c.relname as head, '  ' || pg_get_triggerdef(t.oid) || case t.tgenabled when 'O' then '' else ' disabled' end as line
   from pg_trigger t join pg_class c on c.oid = t.tgrelid ${OURS}
   where not t.tgisinternal order by c.relname, t.tgname`,
]

const FUNCTIONS = `select p.proname as head, pg_get_functiondef(p.oid) as line, 'execute granted to ' || coalesce((
    select string_agg(coalesce(r.rolname, 'public'), ', ' order by r.rolname)
    from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g left join pg_roles r on r.oid = g.grantee
    where g.grantee <> p.proowner), 'nobody') as grants
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace and n.nspname = 'app' order by p.oid::regprocedure::text`

/** Roles are the server's, not the database's; what they may do outside our schemas is described by nobody. */
const SERVER = [
  `select 'role ' || r.rolname as head, '  ' || concat_ws(', ', case when r.rolcanlogin then 'login' end,
     case when not r.rolinherit then 'noinherit' end, case when r.rolbypassrls then 'bypassrls' end) as line
   from pg_roles r where r.rolname like 'app\\_%' order by r.rolname`,
  `select 'role ' || m.rolname as head, '  member of ' || string_agg(r.rolname, ', ' order by r.rolname) as line
   from pg_auth_members a join pg_roles m on m.oid = a.member join pg_roles r on r.oid = a.roleid
   where m.rolname like 'app\\_%' group by m.rolname order by m.rolname`,
  `select 'schema ' || n.nspname as head, '  grant ' || lower(g.privilege) || ' to ' || string_agg(g.grantee, ', ' order by g.grantee)
     as line
   from pg_namespace n cross join lateral (${grantees('n.nspacl', 'g.privilege_type as privilege')}) g
   where n.nspname in ('public', 'app') group by n.nspname, g.privilege order by n.nspname, g.privilege`,
  `select 'collation ' || c.collname as head, '  ' || c.collprovider::text || ' '
     || coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale') as line
   from pg_collation c join pg_namespace n on n.oid = c.collnamespace and n.nspname in ('public', 'app') order by c.collname`,
]

/** The whole schema as text, the same for the same migrations: kept in migrations/schema.txt, true by a test. */
export async function describe(db: Database): Promise<string> {
  const { rows: functions } = await db.raw<{ rows: (Line & { grants: string })[] }>(FUNCTIONS)
  const prefix = (await prefixOf((sql) => db.raw(sql))) ?? 'app'
  // The cluster may have those of other installations too.
  const isOurs = (block: string) =>
    !block.startsWith('role ') || roleNames(prefix).some((name) => block.startsWith(`role ${name}\n`))
  const text = [
    ...(await blocksOf(db, SERVER)).filter(isOurs),
    ...(await blocksOf(db, TABLES)),
    ...functions.map(({ line, grants }) => `${dedent(line.trim())}\n${grants}`),
  ].join('\n\n')
  const owner = await nameOfOwner(db)
  const named = text.replaceAll(new RegExp(`\\b${prefix}_(?=\\w)`, 'g'), 'app_')
  return `${named.replaceAll(new RegExp(`\\bto ${owner}\\b`, 'g'), 'to the owner')}\n`
}

async function blocksOf(db: Database, queries: string[]): Promise<string[]> {
  const blocks = new Map<string, string[]>()
  for (const query of queries) {
    const { rows } = await db.raw<{ rows: Line[] }>(query)
    for (const { head, line } of rows) {
      if (head.startsWith('knex_') || head === 'applied_files') continue
      blocks.set(head, [...(blocks.get(head) ?? []), line])
    }
  }
  return [...blocks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, lines]) => [name, ...lines].join('\n'))
}

/** How far a body was indented in its file is no part of the function. */
function dedent(definition: string): string {
  const body = /(?<=AS \$function\$)[\s\S]*(?=\$function\$)/.exec(definition)?.[0]
  if (body === undefined) return definition
  const [first, ...lines] = body.split('\n')
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const least = Math.min(...indents, 80)
  const text = [first!.trim(), ...lines.map((line) => line.slice(least))].join('\n').trim()
  return definition.replace(body, () => `\n${text}\n`)
}

/** The owner of the tables is called differently in every installation. */
async function nameOfOwner(db: Database): Promise<string> {
  const { rows } = await db.raw<{ rows: [{ name: string }] }>('select current_user as name')
  return rows[0].name
}
