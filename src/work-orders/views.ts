import type { CaseRow, OrderRow } from '../db/rowTypes.ts'
import type { Section } from '../domain/forms/definition.ts'
import type { Page, WithForm } from '../web/pages.ts'
import type { StatusTag } from '../cases/statusTag.ts'
import type { METERS } from './kinds.ts'
import type { Photo } from './report.ts'

/** An order as the case page and the lists show it. */
export interface OrderLine {
  id: number
  ref: string
  number: string
  what: string
  facility: string | null
  address: string | null
  tag: StatusTag
  fitter: string | null
  planned_on: string | null
  reported_on: string | null
  /** The facility's own numbers, in words: what the row of a block says. */
  facts: string
  /** Planned for a day that has passed. */
  late: boolean
}

/** A case in the list of beredning or kundservice, and what can be done to it at once. */
export interface WorkLine extends Pick<
  CaseRow,
  'ref' | 'version' | 'address' | 'job_name' | 'company_name' | 'orderer'
> {
  tag: StatusTag
  waited: string
  late: boolean
  who: string | null
  /** The network data can be written now. */
  network: boolean
  key: string
  steps: { to: string; label: string; icon: string; asks: string | null }[]
}

interface Part<Line> {
  id: string
  title: string
  empty: string
  /** Bounded: 1001 reads '1000+'. */
  count: number
  lines: Line[]
  more: string | null
}

declare module '../web/pages.ts' {
  interface Views {
    'queues/list': Page & { base: string; lead: string; parts: Part<WorkLine>[]; only: boolean }
    'work-orders/orders': Page & { parts: Part<OrderLine>[]; only: boolean; isMine: boolean }
    'work-orders/order': WithForm & {
      kase: CaseRow
      order: OrderRow | null
      fitters: { id: number; name: string }[]
      /** `facts`: what tells it from the others, of its own row. */
      facilities: { number: number; label: string; facts: string }[]
      kinds: { value: string; label: string }[]
      photos: Photo[]
      meters: (typeof METERS)[OrderRow['kind']]
    }
    'queues/network': WithForm & { kase: CaseRow; sections: Section[]; ladder: number[] }
    'work-orders/report': WithForm & {
      order: OrderRow
      kase: Pick<CaseRow, 'ref' | 'job_name'>
      what: string
      tag: StatusTag
      /** Where a map programme is asked to lead. */
      map: string | null
      mayReport: boolean
      photos: Photo[]
      meters: (typeof METERS)[OrderRow['kind']]
      isMine: boolean
    }
  }
}
