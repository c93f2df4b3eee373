import express, { type RequestHandler } from 'express'
import { cleanText } from '../text/clean.ts'
import { HttpError } from '../web/errors.ts'
import { traced } from '../web/measure.ts'

/** A case of 500 rows with every column is some hundred kilobytes. */
const LIMIT = 2_000_000
const TYPES = ['application/json', 'application/merge-patch+json']
/** Deeper than any body of ours. */
const DEEPEST = 12

const parse: RequestHandler = express.json({ limit: LIMIT, type: TYPES, strict: true })

/** A JSON body, its texts cleaned as those of forms are. */
export const jsonBody: RequestHandler[] = [
  (req, res, next) => {
    const isEmpty = req.headers['transfer-encoding'] === undefined && (req.get('content-length') ?? '0') === '0'
    if (!isEmpty && !req.is(TYPES)) throw new HttpError(415, 'Skicka JSON: Content-Type: application/json.')
    parse(req, res, next)
  },
  traced,
  (req, _res, next) => {
    req.body = clean(req.body ?? {}, 0)
    next()
  },
]

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > DEEPEST) throw new HttpError(400, 'Uppgifterna gick inte att läsa.')
  if (Array.isArray(value)) return value.map((each) => clean(each, depth + 1))
  const entries = Object.entries(value).filter(([name]) => name !== '__proto__')
  return Object.fromEntries(entries.map(([name, each]) => [cleanText(name), clean(each, depth + 1)]))
}
