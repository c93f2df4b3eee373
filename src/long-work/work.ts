import { createReadStream } from 'node:fs'
import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import type { ExportRow } from '../db/rowTypes.ts'
import { Conflict, NotFound } from '../web/errors.ts'

/** Who may ask for long work: everybody of a tenant. */
export type Asker = InstallerActor | OwnerActor
export type WorkKind = ExportRow['kind']
export const GOING = ['waiting', 'running'] as const

export type WorkRow = Pick<ExportRow, 'id' | 'kind' | 'address' | 'status' | 'total' | 'done' | 'created_at'> & {
  result: Outcome | null
}

export const isGoing = ({ status }: Pick<WorkRow, 'status'>): boolean => GOING.some((each) => each === status)

/** What it led to, kept with it: an address and a line said there, or why it came to nothing. */
export interface Outcome {
  to?: string
  said: string
  params?: Record<string, string | number>
  /** For the page it leads to. */
  kept?: object
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
 * @returns its id
 * @throws Conflict
 */
export async function askForWork(tx: Tx, actor: Asker, { kind, address, input, total = 0 }: Asked): Promise<number> {
  await tx.raw(`select pg_advisory_xact_lock(hashtext('export'), ?)`, [actor.userId])
  const going = await goingWork(tx, kind)
  if (going) throw new Conflict('Ditt förra uppdrag är inte klart än. Vänta tills det är klart, eller avbryt det.')
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

/** With how many of the tenant's are before it. @throws NotFound */
export async function getWork(tx: Tx, id: number): Promise<{ work: WorkRow; ahead: number }> {
  const work = await tx<WorkRow>('exports').where({ id }).first()
  if (!work) throw new NotFound()
  const { rows } = await tx.raw<{ rows: [{ ahead: number }] }>('select * from app.work_ahead(?)', [id])
  return { work, ahead: rows[0].ahead }
}

/** What it had done is undone with it (run.ts). @returns where it was asked for @throws NotFound */
export async function cancelWork(tx: Tx, id: number): Promise<string> {
  const [row] = (await tx('exports')
    .where({ id })
    .whereIn('status', [...GOING])
    .update({ status: 'cancelled', input: '{}' })
    .returning('address')) as { address: string }[]
  if (row) await tx('export_chunks').where({ export_id: id }).delete()
  const there = row ?? (await tx<WorkRow>('exports').where({ id }).first('address'))
  if (!there) throw new NotFound()
  return there.address
}

/** Keeps a file that came with the work for the worker, in pieces. */
export async function keepPieces(tx: Tx, id: number, path: string): Promise<void> {
  let seq = 0
  for await (const bytes of createReadStream(path, { highWaterMark: 1_000_000 })) {
    await tx('export_chunks').insert({ export_id: id, seq, bytes: bytes as Buffer })
    seq += 1
  }
}
