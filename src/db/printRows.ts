import type { Database } from './bare.ts'
import { COLUMN_TYPES, NAMED_UNIONS, ROW_NAMES } from './columnTypes.ts'

interface Column {
  table: string
  name: string
  type: string
  nullable: boolean
  /** PostgreSQL writes it: an identity or a generated column. */
  computed: boolean
  filled: boolean
  /** The constraints of this column alone. */
  checks: string[]
  comment: string | null
}

const COLUMNS = `select c.relname as table, a.attname as name, format_type(a.atttypid, null) as type,
    not a.attnotnull as nullable, a.attidentity = 'a' or a.attgenerated <> '' as computed, a.atthasdef as filled,
    array(select pg_get_constraintdef(o.oid) from pg_constraint o
      where o.conrelid = c.oid and o.contype = 'c' and o.conkey = array[a.attnum] order by o.conname) as checks,
    col_description(c.oid, a.attnum) as comment
  from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relkind = 'r' and c.relname not like 'knex\\_%' order by c.relname, a.attnum`

/** As pg gives them (bare.ts). */
const TYPES: Record<string, string> = {
  bigint: 'number',
  boolean: 'boolean',
  bytea: 'Buffer',
  date: 'CalendarDate',
  'double precision': 'number',
  integer: 'number',
  json: 'unknown',
  jsonb: 'unknown',
  numeric: 'number',
  smallint: 'number',
  text: 'string',
  'timestamp with time zone': 'Date',
  'time without time zone': 'string',
  tsvector: 'string',
}

/** rowTypes.ts: a type of each table's rows, and what knex is told of them. Kept true by a test. */
export async function printRows(db: Database): Promise<string> {
  const { rows: columns } = await db.raw<{ rows: Column[] }>(COLUMNS)
  const tables = [...new Set(columns.map(({ table }) => table))].map(
    (table) => [table, columns.filter((column) => column.table === table)] as const,
  )
  const known = new Set(columns.flatMap(({ table, name }) => [table, `${table}.${name}`]))
  for (const key of Object.keys({ ...COLUMN_TYPES, ...NAMED_UNIONS, ...ROW_NAMES })) {
    if (!known.has(key)) throw new Error(`columnTypes.ts names ${key}, which is not in the database`)
  }
  const unions = unionsOf(columns)
  const body = [
    ...[...unions].map(([union, name]) => `export type ${name} = ${union}\n`),
    ...tables.map(([table, own]) => rowType(table, own, unions)),
    instants(columns),
    "declare module 'knex/types/tables.js' {\n  interface Tables {",
    ...tables.map(([table, own]) => `    ${table}: Table<${rowName(table)}, ${kindsOf(own)}>`),
    '  }\n}\n',
  ].join('\n')
  const imported = namesIn([...Object.values(COLUMN_TYPES), 'CalendarDate', 'Table'].join(' '))
  return `${HEAD}\nimport type { ${imported.join(', ')} } from './columnTypes.ts'\n\n${body}`
}

const HEAD = '// Generated from the database by npm run db:describe (printRows.ts, columnTypes.ts). Not edited.\n'

function namesIn(text: string): string[] {
  return [...new Set(text.match(/\b[A-Z]\w*/g))].sort()
}

function unionsOf(columns: Column[]): Map<string, string> {
  return new Map(
    columns.flatMap((column) => {
      const name = NAMED_UNIONS[`${column.table}.${column.name}`]
      const union = wordsOf(column)
      if (name && !union) throw new Error(`${column.table}.${column.name} has no check (... in ...) to call ${name}`)
      return name && union ? [[union, name] as const] : []
    }),
  )
}

/** `check (status in ('a', 'b'))`, as PostgreSQL prints it. */
function wordsOf({ name, checks }: Column): string | undefined {
  for (const check of checks) {
    const list = new RegExp(`^CHECK \\(\\(${name} = ANY \\(ARRAY\\[((?:'[^']*'::text(?:, )?)+)\\]\\)\\)\\)$`).exec(
      check,
    )?.[1]
    if (list) return list.replaceAll('::text', '').replaceAll(', ', ' | ')
  }
  return undefined
}

function rowType(table: string, columns: Column[], unions: Map<string, string>): string {
  const lines = columns.flatMap((column) => [
    ...(column.comment ? [`  /** ${column.comment} */`] : []),
    `  ${column.name}: ${typeOf(column, unions)}${column.nullable ? ' | null' : ''}`,
  ])
  return `export interface ${rowName(table)} {\n${lines.join('\n')}\n}\n`
}

function typeOf(column: Column, unions: Map<string, string>): string {
  const { table, name, type } = column
  const ours = COLUMN_TYPES[`${table}.${name}`]
  if (ours) return ours
  const words = wordsOf(column)
  if (words) return unions.get(words) ?? words
  const element = type.replace(/\[\]$/, '')
  const ts = TYPES[element]
  if (!ts) throw new Error(`${table}.${name}: printRows.ts knows no type for ${type}`)
  return element === type ? ts : `${ts}[]`
}

function rowName(table: string): string {
  const singular = table
    .replace(/ies$/, 'y')
    .replace(/sses$/, 'ss')
    .replace(/(?<!s)s$/, '')
  const words = singular.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  return ROW_NAMES[table] ?? `${words.join('')}Row`
}

/** The columns of time stamps by their names, which JSON makes strings of: a name that is another type elsewhere is refused. */
function instants(columns: Column[]): string {
  const isInstant = ({ type }: Column) => type === 'timestamp with time zone'
  const names = new Set(columns.filter(isInstant).map(({ name }) => name))
  const other = columns.find((column) => names.has(column.name) && !isInstant(column))
  if (other) throw new Error(`${other.table}.${other.name} is named as a time stamp, and is none`)
  return `export const INSTANTS: readonly string[] = ${JSON.stringify([...names].sort())}\n`
}

function kindsOf(columns: Column[]): string {
  const kinds = {
    needed: columns.filter(({ nullable, computed, filled }) => !nullable && !computed && !filled),
    computed: columns.filter(({ computed }) => computed),
    json: columns.filter(({ type }) => type.startsWith('json')),
  }
  const told = Object.entries(kinds).filter(([, of]) => of.length > 0)
  if (told.length === 0) return 'object'
  return `{ ${told.map(([kind, of]) => `${kind}: ${of.map(({ name }) => `'${name}'`).join(' | ')}`).join('; ')} }`
}
