import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import { id } from '../web/ids.ts'
import type { List } from './address.ts'
import { inArms, type Wanted, type Where } from './conditions.ts'
import { conditionFor, FIELDS, type ColumnField, type FieldName } from './fields.ts'
import { conditionOf } from './listKinds.ts'
import { distinctValues } from './filterValues.ts'

/** Counts are bounded, since exact ones read every row: 1001 is shown as '1000+'. */
const COUNTED = 1000
/** Groups per page; the last key is the keyset cursor of the next page. */
export const GROUPS = 100

type Party = InstallerActor | OwnerActor
const OWNER = FIELDS.owner as ColumnField

/** A group: its value in the address, its name (null where the field has it) and count. */
export interface GroupHead {
  key: string
  name: string | null
  count: number
}

export interface SavedView {
  id: number
  name: string
  address: string
}

/** A network owner with closed cases of the reader's company. */
export interface ArchiveOf {
  value: string
  name: string
}

/** Everything around the rows of a list. */
export interface Frame {
  /** Non-empty groups, in order; null for an ungrouped list. */
  groups: GroupHead[] | null
  /** Of an ungrouped list; bounded. */
  count: number
  /** Only in an installer's archive. */
  archives: ArchiveOf[] | null
  views: SavedView[]
  /** Names of filter values that only the database knows: 'owner.3' → 'Norrådalens Elnät AB'. */
  names: Record<string, string>
}

/** Counts, groups, views and names in one statement, independent of the number of groups. */
export async function readFrame(tx: Tx, list: List, actor: Party, where: Wanted): Promise<Frame> {
  const grouped = list.group === 'none' ? null : groupsOf(list.group, where, list.after)
  const named = namesOf(list)
  const statement = `${where.with}select ${grouped ? `${asJson(grouped.sql)} as groups, 0` : `null as groups, ${counted(where)}`} as count,
       ${list.place === 'archive' && actor.side === 'installer' ? distinctValues(OWNER, conditionOf('archive', actor.side)) : 'null'} as archives,
       ${asJson('select id, name, address from saved_views order by lower(name)')} as views,
       ${named.sql} as names`
  const { rows } = await tx
    .raw<{
      rows: [Omit<Frame, 'names'> & { names: Frame['names'] | null }]
    }>(statement, { ...where.bindings, ...grouped?.bindings, ...named.bindings })
    .options(where.options)
  const frame = rows[0]
  return { ...frame, groups: frame.groups && inOrder(list.group as FieldName, frame.groups), names: frame.names ?? {} }
}

function asJson(select: string): string {
  return `(select coalesce(json_agg(r), '[]') from (${select}) r)`
}

function counted(where: Wanted, more = 'true'): string {
  const some = inArms(where, (condition) => `select 1 from cases where ${condition} and (${more}) limit ${COUNTED + 1}`)
  return `(select count(*) from (${some}) n)::int`
}

/** SQL for the groups of a field: key, name, count. */
function groupsOf(name: FieldName, where: Wanted, after: string): Where {
  const field = FIELDS[name]
  if ('column' in field) return columnGroups(field, where, after)
  const parts = Object.entries(field.values).map(
    ([key, value]) => `select '${key}' as key, null as name, ${counted(where, value.where)} as count`,
  )
  return { sql: `select * from (${parts.join(' union all ')}) g where count > 0`, bindings: {} }
}

/**
 * Distinct values of a column by a loose index scan (skip scan): a recursive CTE jumps from one value to the next in the
 * index, one step per group however many cases. Each group's count is bounded to a thousand.
 */
function columnGroups({ column, type, name }: ColumnField, where: Wanted, after: string): Where {
  const begun = after !== '' && (type === 'text' || id().safeParse(after).success)
  const step = (beyond: string) =>
    `(${inArms(where, (condition) => `select ${column} from cases where ${condition} and ${beyond} order by ${column} limit 1`)})`
  const first = begun ? `${column} > :group::${type}` : `${column} is not null`
  const label = `(${inArms(where, (condition) => `select ${name} from cases c where ${condition} and ${column} = k.v limit 1`)})`
  const none = `select 'none', null, ${counted(where, `${column} is null`)}`
  return {
    sql: `with recursive leap(v) as (
        select ${step(first)} union all select ${step(`${column} > leap.v`)} from leap where leap.v is not null),
      k as (select v from leap where v is not null limit ${GROUPS})
      select k.v::text as key, ${label} as name, ${counted(where, `${column} = k.v`)} as count from k
      ${begun ? '' : `union all select * from (${none}) g(key, name, count) where count > 0`}`,
    bindings: begun ? { group: type === 'int' ? Number(after) : after } : {},
  }
}

/** Fixed groups keep their order; others come by name, those without a value first. */
function inOrder(field: FieldName, groups: GroupHead[]): GroupHead[] {
  if (!('column' in FIELDS[field]) || FIELDS[field].type === 'text') return groups
  const swedish = new Intl.Collator('sv', { numeric: true })
  return groups.sort((a, b) => {
    if (a.key === 'none' || b.key === 'none') return a.key === 'none' ? -1 : 1
    return swedish.compare(a.name ?? '', b.name ?? '')
  })
}

/** Names of selected filter values that are ids in the address; read from the visible cases, so that row level security applies. */
function namesOf(list: List): Where {
  const parts = (Object.keys(list.filters) as FieldName[]).flatMap((name) => {
    const field = FIELDS[name]
    if (!('column' in field) || field.type === 'text') return []
    return list.filters[name]!.flatMap((value) => {
      const found = value === 'none' ? null : conditionFor(name, [value])
      if (!found) return []
      const key = `${name}.${value}`
      const binding = `name_${name}_${value}`
      const sql = `'${key}', (select ${field.name} from cases c where ${field.column} = :${binding} limit 1)`
      return [{ sql, bindings: { [binding]: Number(value) } }]
    })
  })
  return {
    sql: `json_strip_nulls(json_build_object(${parts.map(({ sql }) => sql).join(', ')}))`,
    bindings: Object.assign({}, ...parts.map(({ bindings }) => bindings)) as Where['bindings'],
  }
}
