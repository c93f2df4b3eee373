import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import { Conflict } from '../web/errors.ts'

/** Who may ask for long work: everybody of a tenant. */
export type Asker = InstallerActor | OwnerActor
export type WorkKind = 'export' | 'facilities' | 'people'
export const GOING = ['waiting', 'running'] as const

export interface WorkRow {
  id: number
  kind: WorkKind
  /** The page that it was asked for on. */
  address: string
  status: 'waiting' | 'running' | 'ready' | 'failed' | 'cancelled'
  /** In rows; 0: not known yet. */
  total: number
  done: number
  result: Outcome | null
  created_at: Date
}

/** What it led to, kept with it: an address and a line said there, or why it came to nothing. */
export interface Outcome {
  to?: string
  said: string
  params?: Record<string, string | number>
}

/** It cannot be done as it was asked, in words for who asked: not a fault, and not tried again. */
export class CannotBeDone extends Error {
  readonly params: Record<string, string | number>
  constructor(message: string, params: Record<string, string | number> = {}) {
    super(message)
    this.params = params
  }
}

interface Asked {
  kind: Exclude<WorkKind, 'export'>
  address: string
  input: object
  total?: number
}

/**
 * Puts work on the queue, in the transaction of the page that asks for it; one of a kind at a time for a person.
 * @returns the page that tells how it goes
 * @throws Conflict
 */
export async function askForWork(tx: Tx, actor: Asker, { kind, address, input, total = 0 }: Asked): Promise<number> {
  await tx.raw(`select pg_advisory_xact_lock(hashtext('export'), ?)`, [actor.userId])
  const going = await goingWork(tx, kind)
  if (going) throw new Conflict('Det du bad om förut är inte klart än. Vänta tills det är det, eller avbryt det.')
  const row = { kind, address, language: actor.locale, total, input: JSON.stringify(input) }
  const [made] = await tx('exports').insert(row).returning('id')
  return made!.id
}

/** The person's own of that kind that is not done yet. */
export async function goingWork(tx: Tx, kind: WorkKind): Promise<WorkRow | undefined> {
  return tx<WorkRow>('exports')
    .where({ kind })
    .whereIn('status', [...GOING])
    .where('created_at', '>', new Date(tx.now.getTime() - 86_400_000))
    .orderBy('id', 'desc')
    .first()
}

export const workAddress = (id: number) => `/work/${id}`
