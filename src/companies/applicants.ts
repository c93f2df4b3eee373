import { z } from 'zod'
import type { OwnerActor, Tx } from '../db/actor.ts'
import { readCursor, writeCursor } from '../web/cursors.ts'
import { likeNumber, likeOf } from '../text/like.ts'
import type { Applicant } from './queries.ts'

export const STATES = ['applied', 'approved', 'refused', 'blocked', 'ended'] as const
const PAGE = 50

/** What the address of the list says; what it does not understand it passes over. */
export const Search = z.object({
  q: z.string().trim().max(100).catch(''),
  status: z.enum(STATES).nullable().catch(null),
  /** The last line of the page before: whether it is answered, its name, its id. */
  after: z
    .string()
    .transform((text) => readCursor(text, 'flag', 'text', 'int'))
    .nullable()
    .catch(null),
})
export type Search = z.output<typeof Search>

const ORDER = `n.status <> 'applied', c.name collate public.swedish, c.id`

/** A page of the companies that have applied to the owner: those that wait first, then by name. */
export async function listApplicants(
  tx: Tx,
  actor: OwnerActor,
  search: Search,
): Promise<{ list: Applicant[]; next: string | null }> {
  const query = found(tx, actor, search.q)
  if (search.status) void query.where({ 'n.status': search.status })
  if (search.after) void query.whereRaw(`(${ORDER}) > (?, ?, ?)`, search.after)
  const rows = (await query
    .orderByRaw(ORDER)
    .limit(PAGE + 1)
    .select('n.*', 'c.*', 'n.status as status', 'c.status as company_status')) as Applicant[]
  const last = rows.length > PAGE ? rows[PAGE - 1] : undefined
  return {
    list: rows.slice(0, PAGE),
    next: last ? writeCursor([last.status !== 'applied', last.name, last.id]) : null,
  }
}

export async function countApplicants(tx: Tx, actor: OwnerActor, { q }: Search): Promise<Record<string, number>> {
  const rows = (await found(tx, actor, q).groupBy('n.status').select('n.status', tx.raw('count(*)::int as n'))) as {
    status: string
    n: number
  }[]
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]))
}

/** By name, number or place. */
function found(tx: Tx, actor: OwnerActor, q: string) {
  const like = `%${likeOf(q)}%`
  return tx('connections as n')
    .join('companies as c', 'c.id', 'n.company_id')
    .where({ 'n.owner_id': actor.ownerId })
    .whereNot({ 'n.status': 'draft' })
    .where((some) =>
      some
        .whereILike('c.name', like)
        .orWhereILike('c.org_number', `%${likeNumber(q)}%`)
        .orWhereILike('c.city', like),
    )
}
