import type { Knex } from 'knex'
import type { Tx } from '../../db/actor.ts'
import { inList } from '../../db/literals.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import type { Answers } from '../../domain/forms/definition.ts'
import { rowsOf } from '../../domain/forms/schema.ts'
import type { Translate } from '../../language/i18n.ts'
import type { Neighbour } from './views.ts'
import { statusTag } from '../statusTag.ts'
import { ACTIVE, FINISHED } from '../../domain/workflow/status.ts'

export type NeighbourRow = Pick<
  CaseRow,
  | 'ref'
  | 'status'
  | 'handler_name'
  | 'company_name'
  | 'job_name'
  | 'facility_id'
  | 'meter_number'
  | 'row_names'
  | 'last_event_at'
>

/** The facilities and meters a notice names, those of a block too. */
export function namedIn(notice: Answers): { facilities: string[]; meters: string[] } {
  const all = [notice, ...rowsOf(notice['rader'] ?? [])]
  const of = (key: string) => [...new Set(all.map((row) => row[key]).filter((value) => typeof value === 'string'))]
  return { facilities: of('anl_id'), meters: of('matarnummer') }
}

function placeOfCase(kase: CaseRow): { facilities: string[]; meters: string[]; address: string | null } {
  return { ...namedIn(kase.notice), address: kase.address }
}

/**
 * SQL: other cases on the same facility, meter or address: under way, or touched within a year. Each arm has its own
 * index; row level security keeps them to the reader's own network owner and to what was sent.
 */
export const NEIGHBOURS = `select c.ref, c.status, c.handler_name, c.company_name, c.job_name, c.facility_id,
    c.meter_number, c.row_names, c.last_event_at
  from cases c
  where c.id <> :id and c.id in (
      (select id from cases where owner_id = :owner and facility_id = any(:facilities) limit 100)
      union all (select id from cases where owner_id = :owner and meter_number = any(:meters) limit 100)
      union all (select app.cases_with_row(:owner, :named) limit 100)
      union all (select id from cases where owner_id = :owner and address = :address limit 100))
    and (c.status = any(:active) or c.last_event_at > app.now() - interval '1 year')
  order by c.status = any(:active) desc, c.last_event_at desc, c.id desc limit 8`

/** SQL: the latest other case on the same facility that was consented to. A block has many facilities, and no such case. */
export const EARLIER = `select c.ref, c.consent_on, c.consent, coalesce(i.consent, '{}') as internal
  from cases c left join case_internals i on i.case_id = c.id
  where c.owner_id = :owner and c.facility_id = :facility and c.id <> :id and c.consent_number is not null
    and c.status <> 'cancelled'
  order by c.consent_on desc, c.id desc limit 1`

/** What these queries take besides the case's id and owner. */
export function neighbourParams(kase: CaseRow) {
  const { facilities, meters, address } = placeOfCase(kase)
  const facility = kase.facility_count === 1 ? kase.facility_id : null
  return { facilities, meters, named: [...facilities, ...meters], address, facility, active: [...ACTIVE] }
}

export function neighboursOf(kase: CaseRow, rows: NeighbourRow[], t: Translate): Neighbour[] {
  const { facilities, meters } = placeOfCase(kase)
  return rows.map((row) => ({
    ref: row.ref,
    status: statusTag(row, t),
    active: (ACTIVE as readonly string[]).includes(row.status),
    company: row.company_name,
    job: t(row.job_name),
    at: row.last_event_at,
    same: namesOne(row.facility_id, row, facilities)
      ? t('samma anläggnings-ID')
      : namesOne(row.meter_number, row, meters)
        ? t('samma mätare')
        : t('samma adress'),
  }))
}

/** By its own number, or in a row of its block. */
function namesOne(own: string | null, { row_names: inRows }: NeighbourRow, wanted: string[]): boolean {
  return [own, ...(inRows ?? [])].some((name) => name !== null && wanted.includes(name))
}

/** The condition that a case is about one of the facilities or meters that a notice names, in a row of its block too. */
export function onFacilities(owner: number, notice: Answers) {
  const { facilities, meters } = namedIn(notice)
  return (either: Knex.QueryBuilder) =>
    void either
      .whereIn('facility_id', facilities)
      .orWhereIn('meter_number', meters)
      .orWhereRaw('id in (select app.cases_with_row(?, ?))', [owner, [...facilities, ...meters]] as never)
}

export interface FuseChange {
  recentFuseChange: string | null
  /** Whose fuse it was: of a block one of many. */
  recentFuseFacility: string | null
}

/** Of a company alone, or of all where it is null. A block has a fuse in each row, and one day. */
export async function fuseChanges(
  tx: Tx,
  wanted: { owner: number; id: number; facilities: string[]; company: number | null },
): Promise<FuseChange> {
  const { rows } = await tx.raw<{ rows: { day: string | null; facility: string }[] }>(
    `with one as (
       select completion->>'y_utfort' as day, facility_id as facility, notice as of from cases
       where owner_id = :owner and facility_id = any(:facilities) and row_names is null and id <> :id and status ${inList(FINISHED)}
         and (:company::int is null or company_id = :company)),
     rows as (
       select c.completion->>'y_utfort' as day, r->>'anl_id' as facility, r as of
       from cases c cross join jsonb_array_elements(c.notice->'rader') r
       where c.id in (select app.cases_with_row(:owner, :facilities)) and c.id <> :id and c.status ${inList(FINISHED)}
         and (:company::int is null or c.company_id = :company) and r->>'anl_id' = any(:facilities))
     select day, facility from (select * from one union all select * from rows) u
     where of->'sakr_ny' is distinct from of->'sakr_bef' and of->'sakr_ny' is not null and day is not null
     order by day desc limit 1`,
    wanted as never,
  )
  return { recentFuseChange: rows[0]?.day ?? null, recentFuseFacility: rows[0]?.facility ?? null }
}
