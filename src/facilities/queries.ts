import type { OwnerActor, Tx } from '../db/actor.ts'
import { UNNAMED } from '../db/prepared.ts'
import type { FacilityImportRow } from '../db/rowTypes.ts'
import { compact } from '../domain/forms/identifiers/parsed.ts'
import { NotFound } from '../web/errors.ts'
import type { Code } from './codes.ts'
import { likeOf } from '../text/like.ts'
import { FACILITY_COLUMNS, fromRow, KEYS, type Facility, type FacilityKey } from './facility.ts'

export interface Import extends FacilityImportRow {
  problems: Problem[]
}

export interface Problem {
  line: number
  errors: Partial<Record<FacilityKey, string>>
  /** The line that has the same facility already. */
  first?: number
}

/** What was read and taken into use, newest first; a handful, for each is replaced by the next. */
export function listImports(tx: Tx, actor: OwnerActor): Promise<Import[]> {
  return tx<Import>('facility_imports').where({ owner_id: actor.ownerId }).orderBy('id', 'desc').limit(10)
}

/** @throws NotFound for one that is another's, or no longer waits */
export async function getRead(tx: Tx, id: number): Promise<Import> {
  const row = await tx<Import>('facility_imports').where({ id, status: 'read' }).first()
  if (!row) throw new NotFound()
  return row
}

export async function currentImport(tx: Tx, actor: OwnerActor): Promise<Import | null> {
  const mine = { owner_id: actor.ownerId, status: 'current' } as object
  return (await tx<Import>('facility_imports').where(mine).first()) ?? null
}

export interface Difference {
  added: number
  changed: number
  gone: number
}

/** What would be otherwise if the one were replaced by the other. */
export async function difference(tx: Tx, from: number | null, to: number): Promise<Difference> {
  const columns = KEYS.map((key) => FACILITY_COLUMNS[key].column)
  const list = (table: string) => `(${columns.map((column) => `${table}.${column}`).join(', ')})`
  // Planned for what the two hold: a register of ten and one of a hundred thousand are compared in different ways.
  const { rows } = await tx
    .raw<{ rows: [Difference] }>(
      `select count(*) filter (where o.facility_id is null)::int as added,
       count(*) filter (where o.facility_id is not null and ${list('n')} is distinct from ${list('o')})::int as changed,
       (select count(*)::int from facilities where import_id = :from) - count(o.facility_id)::int as gone
     from facilities n left join facilities o on o.import_id = :from and o.facility_id = n.facility_id
     where n.import_id = :to`,
      { from: from ?? 0, to },
    )
    .options(UNNAMED)
  return rows[0]
}

export async function firstRows(tx: Tx, importId: number): Promise<Facility[]> {
  const rows = await tx('facilities').where({ import_id: importId }).orderBy('facility_id').limit(10)
  return rows.map((row) => fromRow({ ...row }))
}

/** By number, or by how the address begins. */
export async function searchRegister(tx: Tx, importId: number, q: string): Promise<Facility[]> {
  const digits = compact(q)
  const number = digits.toUpperCase()
  const like = `${likeOf(q)}%`
  const rows = await tx('facilities')
    .where({ import_id: importId })
    .where((some) =>
      some
        .where({ facility_id: digits })
        .orWhere({ infeed_id: digits })
        .orWhereIn('meter_number', [number, q.toUpperCase()])
        .orWhereILike('address', like),
    )
    .orderBy('facility_id')
    .limit(20)
  return rows.map((row) => fromRow({ ...row }))
}

export interface Lookup {
  id: number
  at: Date
  user_name: string
  company_name: string
  key: 'facility' | 'meter'
  asked: string
  code: Code
}

/** Who has asked for what, newest first; `before` is where the page before ended. */
export function listLookups(tx: Tx, actor: OwnerActor, most: number, before: number | null = null): Promise<Lookup[]> {
  const lookups = tx<Lookup>('facility_lookups').where({ owner_id: actor.ownerId } as object)
  if (before !== null) void lookups.where('id', '<', before)
  return lookups
    .orderBy('id', 'desc')
    .limit(most)
    .select('id', 'at', 'user_name', 'company_name', 'key', 'asked', 'code')
}
