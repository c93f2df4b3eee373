import { hash, verify } from '@node-rs/argon2'
import { HttpError } from '../../web/errors.ts'
import { nfc } from '../../text/clean.ts'

// argon2id (2) at OWASP's floor: 19 MiB, two passes, one lane.
const options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Hashes run at most four at once: each takes memory and a core, and sign-in must not starve the pages. */
const waiting: (() => void)[] = []
let free = 4

async function bounded<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= 200) throw new HttpError(503, 'Många loggar in just nu. Försök igen om en liten stund.')
  if (free > 0) free -= 1
  else await new Promise<void>((go) => waiting.push(go))
  try {
    return await work()
  } finally {
    // The place goes straight to the next in line, so that a newcomer cannot slip in between.
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
}

export function hashPassword(password: string): Promise<string> {
  return bounded(() => hash(nfc(password), options))
}

/** More than any password that can be chosen (passwordRules.ts): what is longer is nobody's, and is not hashed. */
const LONGEST = 1000

// Of a random password nobody has: an unknown account costs the same work as a known one.
const decoy = hash(crypto.randomUUID(), options)

/** Does the password belong to the hash? With no hash the answer is no, after the same work. */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  const isPossible = password.length <= LONGEST
  const typed = isPossible ? nfc(password) : ''
  const matches = await bounded(async () => verify(isPossible && stored ? stored : await decoy, typed))
  return matches && isPossible && Boolean(stored)
}
