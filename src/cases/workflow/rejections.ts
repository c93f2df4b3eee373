import type { EventRow } from '../../db/rowTypes.ts'
import { REJECTIONS } from '../../domain/workflow/status.ts'

/** The log without what was undone: what a case's story is to be told from. */
export function standing(events: EventRow[]): EventRow[] {
  const undone = new Set(events.map(({ details }) => details.undoes).filter((id) => id !== undefined))
  return events.filter(({ id, action }) => action !== 'undo' && !undone.has(id))
}

export function lastRejection(events: EventRow[]): EventRow | undefined {
  return standing(events).find(({ action }) => (REJECTIONS as readonly string[]).includes(action))
}
