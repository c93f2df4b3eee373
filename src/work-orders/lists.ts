import { countCases } from '../cases/caseLines.ts'
import type { OwnerActor, Tx } from '../db/actor.ts'
import type { CaseRow, OrderRow } from '../db/rowTypes.ts'
import { NotFound } from '../web/errors.ts'
import { can } from '../domain/rights.ts'
import type { Queue, PartOf } from '../queues/flows.ts'
import { readCursor, writeCursor } from '../web/cursors.ts'

const PAGE = 50

/** A place in a list, as readCursor() reads it: what its rows are ordered by, as PostgreSQL writes it, and the row's id. */
export type Place = string

/** The first page of rows and the place where it ends, null when that is all. */
function pageOf<Row extends { id: number; at: string }>(rows: Row[]): { rows: Row[]; next: Place | null } {
  const last = rows.length > PAGE ? rows[PAGE - 1]! : null
  return { rows: rows.slice(0, PAGE), next: last && writeCursor([last.at, last.id]) }
}

export type WorkRow = Pick<
  CaseRow,
  | 'id'
  | 'ref'
  | 'number'
  | 'version'
  | 'status'
  | 'flow'
  | 'handler_name'
  | 'address'
  | 'job_name'
  | 'company_name'
  | 'orderer'
  | 'due_on'
  | 'prepared_by'
> & { at: string; since: Date }

/** What has waited longest first. */
export async function listWork(tx: Tx, flow: Queue, part: PartOf, after: Place | null) {
  const place = readCursor(after, 'timestamptz', 'bigint')
  const { rows } = await tx.raw<{ rows: WorkRow[] }>(
    `select id, ref, number, version, status, flow, handler_name, address, job_name, company_name, orderer, due_on, prepared_by,
       ${flow.since} as since, ${flow.since}::text as at
     from cases where ${part.where} ${place ? `and (${flow.since}, id) > (?::timestamptz, ?)` : ''}
     order by ${flow.since}, id limit ${PAGE + 1}`,
    place ?? [],
  )
  return { ...pageOf(rows), count: await countCases(tx, part.where, []) }
}

export type OrderListRow = OrderRow & Pick<CaseRow, 'ref'> & { at: string }

export interface OrderPart {
  id: string
  title: string
  empty: string
  where: string
}

const OPEN = `o.state in ('created', 'released')`

/** For whoever sends people out: what lacks somebody, what is not as it should be, what is out and what is to come. */
const EVERYBODYS: OrderPart[] = [
  {
    id: 'unassigned',
    title: 'Utan montör',
    empty: 'Alla öppna arbetsorder har en montör.',
    where: `${OPEN} and o.fitter_id is null`,
  },
  {
    id: 'deviating',
    title: 'Avvikelser att ta hand om',
    empty: 'Inga avvikelser väntar.',
    where: `o.outcome = 'deviating' and o.settled_at is null`,
  },
  {
    id: 'released',
    title: 'Hos montör',
    empty: 'Ingen arbetsorder är ute.',
    where: `o.state = 'released' and o.fitter_id is not null`,
  },
  {
    id: 'created',
    title: 'Väntar på färdiganmälan',
    empty: 'Inga planerade arbetsorder väntar.',
    where: `o.state = 'created' and o.fitter_id is not null`,
  },
]

/** For the montör: what can be done, what is to come, and what is just done. */
const MINE: OrderPart[] = [
  { id: 'released', title: 'Att göra', empty: 'Inget att göra just nu.', where: `o.state = 'released'` },
  {
    id: 'created',
    title: 'Kommande',
    empty: 'Inget planerat än.',
    where: `o.state = 'created'`,
  },
  {
    id: 'reported',
    title: 'Rapporterade de senaste två veckorna',
    empty: 'Inget rapporterat.',
    where: `o.state = 'reported' and o.reported_at > app.now() - interval '14 days'`,
  },
]

export function orderPartsOf(actor: OwnerActor): OrderPart[] {
  return can(actor, 'dispatch') ? EVERYBODYS : MINE
}

/** By the day they are planned for, those without one last. A montör's own; row level security says so once more. */
export async function listOrderPart(tx: Tx, actor: OwnerActor, part: OrderPart, after: Place | null) {
  const mine = can(actor, 'dispatch') ? '' : 'and o.fitter_id = (select app.user_id())'
  const place = readCursor(after, 'date', 'bigint')
  const day = `coalesce(o.planned_on, 'infinity')`
  const { rows } = await tx.raw<{ rows: OrderListRow[] }>(
    `select o.*, c.ref, ${day}::text as at from work_orders o join cases c on c.id = o.case_id
     where ${part.where} ${mine} ${place ? `and (${day}, o.id) > (?::date, ?)` : ''}
     order by ${day}, o.id limit ${PAGE + 1}`,
    place ?? [],
  )
  const counted = await tx.raw<{ rows: [{ n: number }] }>(
    `select count(*) as n from (select from work_orders o where ${part.where} ${mine} limit 1001) o`,
  )
  return { ...pageOf(rows), count: counted.rows[0].n }
}

export type OwnOrder = OrderRow & Pick<CaseRow, 'ref' | 'job_name'>

/** @throws NotFound for an order given to somebody else, as for nobody's */
export async function getOwnOrder(tx: Tx, actor: OwnerActor, id: number): Promise<OwnOrder> {
  const mine = can(actor, 'dispatch') ? '' : 'and o.fitter_id = (select app.user_id())'
  const { rows } = await tx.raw<{ rows: OwnOrder[] }>(
    `select o.*, c.ref, c.job_name from work_orders o join cases c on c.id = o.case_id
     where o.id = ? ${mine}`,
    [id],
  )
  if (!rows[0]) throw new NotFound('Arbetsordern finns inte')
  return rows[0]
}
