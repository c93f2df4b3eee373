import { pooled, type Tx } from '../../db/actor.ts'
import type { JobType } from '../../domain/forms/definition.ts'

// The forms of a published job type never change (docs/configuration.md), and are the largest thing on a case's pages. Kept by
// tenant, so that nobody is given what another was allowed to read.

const kept = new WeakMap<ReturnType<typeof pooled>, Map<string, JobType>>()
const MOST = 120

function keptHere(): Map<string, JobType> {
  const here = kept.get(pooled()) ?? new Map<string, JobType>()
  kept.set(pooled(), here)
  return here
}

/** Job types whose forms this tenant has read. */
export function keptIds({ tenant }: Tx): number[] {
  if (tenant === null) return []
  const own = `${tenant} job `
  return [...keptHere().keys()].filter((key) => key.startsWith(own)).map((key) => Number(key.slice(own.length)))
}

export function keptJob({ tenant }: Tx, id: number): JobType | undefined {
  const here = keptHere()
  const key = `${tenant ?? ''} job ${id}`
  const job = here.get(key)
  if (!job) return undefined
  // Again as the newest.
  here.delete(key)
  here.set(key, job)
  return job
}

/** The definition, frozen: it is shared by requests from here on. */
export function keepJob({ tenant }: Tx, id: number, job: JobType): JobType {
  if (tenant === null) return job
  const here = keptHere()
  if (here.size >= MOST) here.delete(here.keys().next().value!)
  here.set(`${tenant} job ${id}`, frozen(job))
  return job
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const each of Object.values(value)) frozen(each)
  return Object.freeze(value)
}
