import { z } from 'zod'

/** As our own pages write an id. '1e3', '0x10', ' 7' and '007' are not: one page has one address. */
const WRITTEN = /^[1-9]\d{0,15}$/

function whole(most: number, message: string) {
  return z
    .string(message)
    .regex(WRITTEN, message)
    .transform(Number)
    .refine((id) => id <= most, message)
}

/** Of a row whose key is an integer in the database, and a version of a case. */
export const id = (message = 'Sidan finns inte') => whole(2_147_483_647, message)

/** Of a row whose key is a bigint. */
export const longId = (message = 'Sidan finns inte') => whole(Number.MAX_SAFE_INTEGER, message)

/** What was ticked in a list, each once; what is no id of ours is not of the list. */
export const idsOf = (one = id()) =>
  z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((posted) => [...new Set([posted].flat())].flatMap((text) => one.safeParse(text).data ?? []))

/** A row of a table in a form, counted from nought. */
export const rowNumber = (most = 499) =>
  z
    .string()
    .regex(/^(0|[1-9]\d{0,3})$/)
    .transform(Number)
    .refine((row) => row <= most)
    .catch(0)
