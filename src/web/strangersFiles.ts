import type { Request } from 'express'
import { countUse, networkOf } from './rateLimits.ts'

/** Files of people who are not signed in, an hour and network; an application that lacks something is sent again with its file. */
const AN_HOUR = 20
/** On their way at once in one process, from one network and together: so much of the disk is anybody's. */
const AT_ONCE = { network: 3, all: 10 }

const coming = new Map<string, number>()

/** Counts a stranger's file, before a byte of it is stored. Of one that is not taken req.notTaken says why. */
export async function mayStore(req: Request): Promise<boolean> {
  const network = networkOf(req.ip ?? '')
  const own = coming.get(network) ?? 0
  const all = [...coming.values()].reduce((sum, each) => sum + each, 0)
  if (own >= AT_ONCE.network || all >= AT_ONCE.all) {
    req.notTaken = 'Just nu laddas många filer upp. Försök igen om en minut.'
    return false
  }
  coming.set(network, own + 1)
  // The file is gone when the answer has been sent, or the line was cut.
  req.res!.once('close', () => {
    const left = coming.get(network)! - 1
    if (left === 0) coming.delete(network)
    else coming.set(network, left)
  })
  if ((await countUse('strangers-file', network, AN_HOUR, 3600)) === 0) return true
  req.notTaken = 'För många filer härifrån. Försök igen om en timme.'
  return false
}
