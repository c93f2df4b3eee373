import type { Request } from 'express'

/** How much text one posted form may hold together, and in how many fields. */
export interface Room {
  /** Bytes of an urlencoded body; characters of names and values of a multipart form. */
  text: number
  fields: number
}

/** Whoever asks: an application with a long message is a few kB. */
const PUBLIC: Room = { text: 100_000, fields: 200 }
/** Settings and lists: the longest text is an agreement of 100,000 characters, six bytes each where it is encoded. */
const SIGNED_IN: Room = { text: 1_000_000, fields: 2000 }
/**
 * A case's forms, a blockanmälan of 500 rows with every column too, and spreadsheets of a million characters. What is too
 * long then gets its message at the field and not a bare 413.
 */
const LARGE: Room = { text: 8_000_000, fields: 20_000 }

const LARGE_PAGES =
  /^\/(cases\/|owner\/register(\/|$)|owner\/configuration\/areas\/import|(company|owner)\/users\/import)/

/** To be asked when it is known who asks: what costs much to read is read for nobody else. */
export function roomFor(req: Request): Room {
  if (!req.actor) return PUBLIC
  return LARGE_PAGES.test(req.originalUrl) ? LARGE : SIGNED_IN
}
