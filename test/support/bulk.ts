import { newKey } from '../../src/web/once.ts'
import type { Answer, Client } from './client.ts'

/** Does something to many cases, and reads its report as a browser does. */
export async function doneToMany(by: Client, fields: Record<string, string | string[]>): Promise<Answer> {
  const done = await by.post('/bulk/do', { _key: newKey(), ...fields })
  return done.status === 303 ? by.get(done.location) : done
}

/** Presses Ångra on a report, and reads it again. */
export async function takenBack(by: Client, report: Answer): Promise<Answer> {
  const [, address] = /<form class="undo" method="post" action="(\/bulk\/[^"]+\/undo)"/.exec(report.body) ?? []
  const undone = await by.post(address!, {})
  return undone.status === 303 ? by.get(undone.location) : undone
}
