import { z } from 'zod'

/** '2027-02-28', a day that there is and that PostgreSQL knows: it has no year 0. */
export const day = (message = 'Skriv ett datum som 2027-02-28.') =>
  z.iso.date(message).refine((text) => !text.startsWith('0000'), message)

/** '2027-02-03 14:05:06.123456+00', as PostgreSQL writes it. */
const moment = z.string().refine((text) => {
  const [date = '', time = ''] = text.split(' ')
  return (
    day().safeParse(date).success &&
    /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?[+-](0\d|1[0-4])(:[0-5]\d)?$/.test(time)
  )
})

/** What a list can be ordered by, as it stands in an address: only what the database reads without a fault. */
const PARTS = {
  flag: z.boolean(),
  // JSON can spell NUL and half surrogate pairs, which the cleaning of the address has not seen.
  text: z.string().refine((text) => text.isWellFormed() && !text.includes('\0')),
  int: z.int().min(-2_147_483_648).max(2_147_483_647),
  bigint: z.int().min(-Number.MAX_SAFE_INTEGER),
  date: z.union([z.literal('infinity'), day()]),
  timestamptz: z.union([z.literal('infinity'), moment]),
}
const LONGEST = 2500
export type Part = keyof typeof PARTS
type Values<P extends readonly Part[]> = { -readonly [K in keyof P]: z.output<(typeof PARTS)[P[K]]> }

/**
 * The place after which a page of a list begins (keyset): the values that the last row before it is ordered by. Anything
 * that writeCursor() would not have written is null: such an address begins from the first row.
 */
export function readCursor<const P extends readonly Part[]>(text: unknown, ...parts: P): Values<P> | null {
  if (typeof text !== 'string' || text.length > LONGEST) return null
  const schema = z.tuple(parts.map((part) => PARTS[part]) as unknown as [z.ZodType])
  const read = schema.safeParse(parsed(text))
  return read.success ? (read.data as unknown as Values<P>) : null
}

export function writeCursor(values: readonly (boolean | number | string)[]): string {
  return JSON.stringify(values)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
