import express, { type RequestHandler } from 'express'
import { z } from 'zod'
import { parseDay } from '../domain/forms/identifiers/day.ts'
import { parseEmail } from '../domain/forms/identifiers/email.ts'
import { refused, type Parsed } from '../domain/forms/identifiers/parsed.ts'
import { parsePhone } from '../domain/forms/identifiers/phone.ts'
import { fit } from './echo.ts'
import type { Form } from './pages.ts'
import { roomFor } from './limits.ts'
import { readParameters, type FlatBody } from './parameters.ts'

export const emptyForm: Form = { values: {}, errors: {} }

export type { FlatBody } from './parameters.ts'

/** A posted body becomes data, or values and errors for the page it came from: first message per input, what was typed (echo.ts). */
export function readForm<S extends z.ZodType>(
  schema: S,
  body: unknown,
): { ok: true; data: z.output<S> } | { ok: false; form: Form } {
  const parsed = schema.safeParse(body ?? {})
  if (parsed.success) return { ok: true, data: parsed.data }
  const errors: Record<string, string> = {}
  for (const issue of parsed.error.issues) errors[issue.path.join('.')] ??= issue.message
  return { ok: false, form: { values: fit(typed(body), schema), errors } }
}

/** What was posted, to be shown again; a script may have posted anything. */
export function typed(body: unknown): FlatBody {
  const isText = (value: unknown) => typeof value === 'string'
  const fields = Object.entries((body ?? {}) as Record<string, unknown>).filter(([, value]) =>
    Array.isArray(value) ? value.every(isText) : isText(value),
  )
  return Object.assign(nothing(), Object.fromEntries(fields)) as FlatBody
}

type Parse = (input: string) => Parsed

/** What lacks, by name: a list of all that is wrong does not show which field each line is about. */
const LACKING = new Map<Parse, string>([
  [parseDay, 'Ange ett datum.'],
  [parseEmail, 'Ange e-postadress.'],
  [parsePhone, 'Ange telefonnummer.'],
])

/** An input that one of src/domain/forms/identifiers reads: its stored form, or its message at the field. */
export function identifier(parse: Parse, lacking = LACKING.get(parse) ?? 'Fyll i det här.') {
  return z.string().transform((input, context) => {
    // What is not there has no wrong form.
    const parsed = input.trim() === '' ? refused(lacking) : parse(input.trim())
    if (parsed.ok) return parsed.value
    context.addIssue({ code: 'custom', message: parsed.message })
    return z.NEVER
  })
}

/** The same, where nothing is an answer too. */
export function optionalIdentifier(parse: (input: string) => Parsed) {
  return z.string().transform((input, context) => {
    if (input.trim() === '') return null
    const parsed = parse(input.trim())
    if (parsed.ok) return parsed.value
    context.addIssue({ code: 'custom', message: parsed.message })
    return z.NEVER
  })
}

/** A day as people write it, as 'YYYY-MM-DD'. */
export const writtenDay = () => identifier(parseDay)

/** The body of an urlencoded form as flat(), within roomFor(): to stand after the session. */
export const cleanBody: RequestHandler[] = [
  (req, res, next) => readerOf(roomFor(req).text)(req, res, next),
  // A step of its own: what is thrown in the reader's callback would be nobody's to catch, and end the process.
  (req, _res, next) => {
    const body: unknown = req.body
    req.body = typeof body === 'string' ? readParameters(body, roomFor(req).fields) : nothing()
    next()
  },
]

const readers = new Map<number, RequestHandler>()

function readerOf(limit: number): RequestHandler {
  const made = readers.get(limit) ?? express.text({ type: 'application/x-www-form-urlencoded', limit })
  readers.set(limit, made)
  return made
}

function nothing(): FlatBody {
  return Object.create(null) as FlatBody
}
