import { z } from 'zod'
import { REFERENCE } from '../domain/caseReference.ts'
import { ProblemSchema } from './cases/schemas.ts'
import type { Answer } from './endpoint.ts'

/** As of a page: anything else is an address that is not there. */
export const CaseRef = z.object({
  ref: z
    .string()
    .regex(new RegExp(`^${REFERENCE}$`))
    .meta({ example: 'NEL-2027-000001' }),
})

const WHY: Record<number, string> = {
  400: 'The call cannot be read, or lacks a header that it must have',
  401: 'No key, or one that is no longer good',
  403: 'The key is not allowed to',
  404: 'Not there, or not yours: nothing tells which',
  409: 'It cannot be done as the case is now',
  412: 'The case has changed since the version in If-Match',
  413: 'Too much',
  415: 'Not JSON',
  416: 'No such range of the file',
  422: 'Something is wrong in what was sent: errors says where',
  428: 'If-Match is missing',
  429: 'Too many calls: wait as long as Retry-After says',
}

/** Every address may answer with these, besides those named. */
const ALWAYS = [401, 403, 429]

export function PROBLEMS(...statuses: number[]): Record<number, Answer> {
  return Object.fromEntries(
    [...new Set([...statuses, ...ALWAYS])].map((status) => [
      status,
      { description: WHY[status]!, schema: ProblemSchema, mediaType: 'application/problem+json' },
    ]),
  )
}
