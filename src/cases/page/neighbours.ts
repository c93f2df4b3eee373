import type { CaseRow } from '../../db/rowTypes.ts'
import type { Answers } from '../../domain/forms/definition.ts'
import { rowsOf } from '../../domain/forms/schema.ts'
import type { Translate } from '../../language/i18n.ts'
import type { Neighbour } from './views.ts'
import { statusTag } from '../statusTag.ts'
import { ACTIVE } from '../../domain/workflow/status.ts'

export type NeighbourRow = Pick<
  CaseRow,
  'ref' | 'status' | 'handler_name' | 'company_name' | 'job_name' | 'facility_id' | 'meter_number' | 'last_event_at'
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
    c.meter_number, c.last_event_at
  from cases c
  where c.id <> :id and c.id in (
      (select id from cases where owner_id = :owner and facility_id = any(:facilities) limit 100)
      union all (select id from cases where owner_id = :owner and meter_number = any(:meters) limit 100)
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
  return { facilities, meters, address, facility, active: [...ACTIVE] }
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
    same:
      row.facility_id !== null && facilities.includes(row.facility_id)
        ? t('samma anläggnings-ID')
        : row.meter_number !== null && meters.includes(row.meter_number)
          ? t('samma mätare')
          : t('samma adress'),
  }))
}
