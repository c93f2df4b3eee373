import { isSigned, sign } from '../sign-in/accounts/encryption.ts'
import type { Facility } from './facility.ts'

/** What was found, on its way through the page: signed, so that what is written as fetched was fetched. */
export interface Hit {
  ref: string
  userId: number
  /** What was asked for, in words for the log. */
  asked: string
  facility: Facility
  /** Milliseconds. */
  at: number
}

const HOUR = 3_600_000

export function packHit(hit: Hit): string {
  const text = Buffer.from(JSON.stringify(hit)).toString('base64url')
  return `${text}.${sign('facility hit', text)}`
}

/** null for what was not found for this case by this person within the hour. */
export function unpackHit(
  packed: unknown,
  { ref, userId, now }: { ref: string; userId: number; now: Date },
): Hit | null {
  const [text = '', signature = ''] = typeof packed === 'string' ? packed.split('.') : []
  if (!isSigned('facility hit', text, signature)) return null
  const hit = JSON.parse(Buffer.from(text, 'base64url').toString()) as Hit
  return hit.ref === ref && hit.userId === userId && now.getTime() - hit.at < HOUR ? hit : null
}
