import { z } from 'zod'
import type { OwnerActor, Tx } from '../db/actor.ts'
import { statuses, type Status } from '../domain/workflow/status.ts'
import { day } from '../web/cursors.ts'

/** So many are tried while the page is waited for; more by the worker. */
export const TRIED_AT_ONCE = 100
export const MOST_TRIED = 10_000

const COUNTED = statuses.filter((status) => status !== 'draft')

const orNone = z
  .union([z.literal(''), day()])
  .catch('')
  .default('')
/** The beginning of a day in Sweden. */
const midnight = (date: string) => `(${date})::timestamp at time zone 'Europe/Stockholm'`

const REF = /\p{L}{2,5}-\d{4}-\d{6}/gu
const MOST_PICKED = 500

/** Which cases a trial is of, as the address of its page says it. */
export const TrialChoice = z.object({
  from: orNone,
  to: orNone,
  status: z
    .enum(['', ...COUNTED])
    .catch('')
    .default(''),
  job: z.string().max(10).catch('').default(''),
  most: z.coerce.number().int().min(1).max(MOST_TRIED).catch(TRIED_AT_ONCE).default(TRIED_AT_ONCE),
  /** Picked ones: nothing else counts then. */
  refs: z
    .string()
    .max(20_000)
    .catch('')
    .default('')
    .transform((text) => [...new Set(text.toUpperCase().match(REF) ?? [])].slice(0, MOST_PICKED)),
})
export type TrialChoice = Omit<z.output<typeof TrialChoice>, 'status'> & { status: Status | '' }

/** Chosen cases, newest first; cancelled ones only where they are asked for. */
export function chosen(tx: Tx, { ownerId }: OwnerActor, { from, to, status, job, refs }: TrialChoice) {
  const cases = tx('cases as c').where('c.owner_id', ownerId)
  if (refs.length > 0) return cases.whereIn('c.ref', refs)
  if (status === '') void cases.whereNot('c.status', 'cancelled')
  else void cases.where('c.status', status)
  if (job !== '') void cases.where('c.job_code', job)
  if (from !== '') void cases.whereRaw(`c.submitted_at >= ${midnight('?::date')}`, [from])
  if (to !== '') void cases.whereRaw(`c.submitted_at < ${midnight('?::date + 1')}`, [to])
  return cases
}

/** How many will be tried. */
export async function countChosen(tx: Tx, actor: OwnerActor, choice: TrialChoice): Promise<number> {
  const most = choice.refs.length > 0 ? MOST_PICKED : choice.most
  const [row] = (await tx
    .from(chosen(tx, actor, choice).select('c.id').limit(most).as('few'))
    .count('* as n')) as unknown as { n: string }[]
  return Number(row!.n)
}
