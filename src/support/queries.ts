import type { InstallerActor, OperatorActor, OwnerActor, Tx } from '../db/actor.ts'
import { NotFound } from '../web/errors.ts'

export interface Access {
  id: number
  operator_name: string
  /** Of the company or network owner. */
  tenant: string
  reason: string
  started_at: Date
  ended_at: Date | null
  ended_by: string | null
  is_open: boolean
  views: { at: Date; path: string }[]
  more: number
}

const PAGE = 20
const MOST_VIEWS = 200

/** The support that has been given, newest first, with what was looked at; row security says whose. */
export async function listAccesses(tx: Tx, before: number | null): Promise<{ list: Access[]; older: number | null }> {
  const rows = (await tx('support_accesses as a')
    .leftJoin('companies as c', 'c.id', 'a.company_id')
    .leftJoin('owners as o', 'o.id', 'a.owner_id')
    .modify((query) => before !== null && void query.where('a.id', '<', before))
    .orderBy('a.id', 'desc')
    .limit(PAGE + 1)
    .select(
      'a.id',
      'operator_name',
      tx.raw('coalesce(c.name, o.name) as tenant'),
      'reason',
      'started_at',
      tx.raw('coalesce(ended_at, case when expires_at <= now() then expires_at end) as ended_at'),
      'ended_by',
      tx.raw('ended_at is null and expires_at > now() and session_id is not null as is_open'),
    )) as Omit<Access, 'views' | 'more'>[]
  const list = rows.slice(0, PAGE)
  const views = await listViews(
    tx,
    list.map(({ id }) => id),
  )
  return {
    list: list.map((access) => {
      const own = views.filter((view) => view.access_id === access.id)
      return { ...access, views: own, more: (own[0]?.count ?? 0) - own.length }
    }),
    older: rows.length > PAGE ? list.at(-1)!.id : null,
  }
}

interface View {
  access_id: number
  at: Date
  path: string
  count: number
}

async function listViews(tx: Tx, ids: number[]): Promise<View[]> {
  const { rows } = await tx.raw<{ rows: View[] }>(
    `select v.access_id, v.at, v.path, v.count::int
     from unnest(?::bigint[]) a (id)
     cross join lateral (select access_id, at, path, count(*) over () as count from support_views
       where access_id = a.id order by id limit ?) v`,
    [ids, MOST_VIEWS],
  )
  return rows
}

/** Of the operator's own session; a row that is over already stays as it is. */
export async function endOwn(tx: Tx, operator: OperatorActor, sessionId: number): Promise<void> {
  await tx('support_accesses')
    .where({ operator_id: operator.userId, session_id: sessionId })
    .whereNull('ended_at')
    .update({ ended_at: tx.raw('least(now(), expires_at)'), ended_by: operator.name })
}

/** By the tenant's administrator: the operator is out at the next page. */
export async function endByTenant(tx: Tx, actor: InstallerActor | OwnerActor, id: number): Promise<void> {
  const found = await tx('support_accesses').where({ id }).first('id')
  if (!found) throw new NotFound()
  await tx('support_accesses')
    .where({ id })
    .whereNull('ended_at')
    .update({ ended_at: tx.raw('least(now(), expires_at)'), ended_by: actor.name })
}
