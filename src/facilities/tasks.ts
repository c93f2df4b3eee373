import type { TaskList } from 'graphile-worker'
import { asSystem } from '../db/actor.ts'

/** Every night. The worker sees no others than those that are old enough. */
export const facilityTasks: TaskList = {
  'forget-lookups': async () => {
    await forgetLookups()
  },
}

/** Look-ups that are thirteen months old; how many there were. */
export function forgetLookups(): Promise<number> {
  return asSystem('worker', (tx) => tx('facility_lookups').delete())
}
