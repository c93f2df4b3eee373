import type { RequestHandler } from 'express'
import { cleanText, keptText } from '../text/clean.ts'
import { HttpError, NotFound, TooLarge } from './errors.ts'

/** Names and values without a prototype: `__proto__` is a name like any other. */
export type FlatBody = Record<string, string | string[]>

/**
 * What a form or an address says, whichever it is: the one parser of application/x-www-form-urlencoded, cleaned.
 * @throws TooLarge for more than `most` parameters, counted before any is read
 */
export function readParameters(text: string, most: number): FlatBody {
  if (text === '') return flat([])
  let count = 1
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) if (++count > most) throw new TooLarge()
  return flat(new URLSearchParams(`?${text}`))
}

/** The names of inputs that hold a password. */
const PASSWORDS = new Set(['password', 'current', 'repeat'])

/** Pairs as an object, every text cleaned but a password, which only its rules may judge; a name that comes several times has all of its values. */
export function flat(pairs: Iterable<[name: string, value: string]>): FlatBody {
  const result = Object.create(null) as FlatBody
  for (const [name, value] of pairs) {
    const key = cleanText(name)
    const text = PASSWORDS.has(key) ? keptText(value) : cleanText(value)
    const before = result[key]
    if (before === undefined) result[key] = text
    else if (typeof before === 'string') result[key] = [before, text]
    else before.push(text)
  }
  return result
}

/** A list with every filter set has some two hundred; Node takes no address above 16 kB. */
const MOST_IN_ADDRESS = 1000

/** Express's 'query parser': req.query of every route. */
export function readQuery(text: string | null | undefined): FlatBody {
  try {
    return readParameters(text ?? '', MOST_IN_ADDRESS)
  } catch (error) {
    if (error instanceof TooLarge) throw new HttpError(414, 'Adressen är för lång.')
    throw error
  }
}

/** A path that cannot be read, or holds what no address of ours has, ends here: no route gets NUL in a parameter. */
export const readablePath: RequestHandler = (req, _res, next) => {
  let path: string
  try {
    path = decodeURIComponent(req.path)
  } catch {
    throw new HttpError(400, 'Uppgifterna gick inte att läsa.')
  }
  if (/[\p{Cc}\uFFFD]/u.test(path)) throw new NotFound()
  next()
}
