import type { TaskList } from 'graphile-worker'
import { localDate } from '../../domain/calendar/workdays.ts'
import { asOwnersRule, asSystem } from '../../db/actor.ts'
import { Conflict } from '../../web/errors.ts'
import { log } from '../../log.ts'
import { perform } from './perform.ts'
import type { By } from './moveRequest.ts'

const RULE: By = { side: 'system', rule: 'Väntläget är slut', isAdmin: false }

/** Ends every hold whose last day has come (T27, SYS). Once more is no harm: what is ended is not found again. */
export async function endHolds(): Promise<number> {
  const owners = (await asSystem('worker', (tx) => tx('owners').orderBy('id').pluck('id'))) as number[]
  let ended = 0
  for (const owner of owners) {
    const held = (await asOwnersRule(owner, (tx) =>
      tx('cases').where('hold_until', '<=', localDate(tx.now)).orderBy('id').limit(500).select('ref', 'version'),
    )) as { ref: string; version: number }[]
    // One transaction each: a case that cannot be moved must not keep the others waiting.
    for (const { ref, version } of held) {
      await asOwnersRule(owner, (tx) => perform(tx, RULE, ref, 'hold', { hold: null, version })).then(
        () => (ended += 1),
        (error: unknown) => {
          // Another worker, or a person, was first.
          if (!(error instanceof Conflict)) log.error({ err: error, owner }, 'a hold could not be ended')
        },
      )
    }
  }
  return ended
}

export const caseTasks: TaskList = {
  'end-holds': async () => {
    await endHolds()
  },
}
