import { asSystem } from '../../db/actor.ts'
import { countUse, giveBack, networkOf } from '../../web/rateLimits.ts'
import { tellOfGuesses } from './queries.ts'

const DAY = 86_400
const QUARTER = 900

/**
 * Counts a try at a code and says how many seconds to wait, 0 when it may go on: ten wrong ones in a quarter of an hour from
 * one network, so that a guesser elsewhere does not lock the person out; and a hundred in a day from anywhere
 * (NIST 800-63B-4, 3.2.2), which no success in between forgets. The person is told when it comes to that: whoever guesses
 * codes has the password.
 */
export async function countCode(userId: number, address: string): Promise<number> {
  const { here, anywhere } = keysOf(userId, address)
  const wait = await countUse(...here, 10, QUARTER)
  if (wait > 0) return wait
  const today = await countUse(...anywhere, 100, DAY)
  if (today > 0 && (await countUse('second-step-told', String(userId), 1, DAY)) === 0)
    await asSystem('auth', (tx) => tellOfGuesses(tx, userId))
  return today
}

/** A right code is no try. Counted first all the same: of many at the same moment each must be. */
export async function codeWasRight(userId: number, address: string): Promise<void> {
  const { here, anywhere } = keysOf(userId, address)
  await giveBack(...here)
  await giveBack(...anywhere)
}

function keysOf(userId: number, address: string) {
  return {
    here: ['second-step', `${userId} ${networkOf(address)}`] as const,
    anywhere: ['second-step-day', String(userId)] as const,
  }
}
