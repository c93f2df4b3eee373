import express, { type RequestHandler } from 'express'
import { z } from 'zod'
import type { Parsed } from '../domain/forms/identifiers/parsed.ts'
import type { Form } from './pages.ts'

export const emptyForm: Form = { values: {}, errors: {} }

export type FlatBody = Record<string, string | string[]>

/** A posted body becomes data, or values and errors for the page it came from: first message per input, all that was typed. */
export function readForm<S extends z.ZodType>(
  schema: S,
  body: unknown,
): { ok: true; data: z.output<S> } | { ok: false; form: Form } {
  const parsed = schema.safeParse(body ?? {})
  if (parsed.success) return { ok: true, data: parsed.data }
  const errors: Record<string, string> = {}
  for (const issue of parsed.error.issues) errors[issue.path.join('.')] ??= issue.message
  return { ok: false, form: { values: clean(body), errors } }
}

/** An input that one of src/domain/forms/identifiers reads: its stored form, or its message at the field. */
export function identifier(parse: (input: string) => Parsed) {
  return z.string().transform((input, context) => {
    const parsed = parse(input.trim())
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

/** Bodies up to 8 MB (a million å, encoded) are read, so that a field that is too long gets its message at the field and not a bare 413. */
export const cleanBody: RequestHandler[] = [
  express.urlencoded({ extended: false, limit: 8_000_000, parameterLimit: 2000 }),
  (req, _res, next) => {
    req.body = clean(req.body)
    next()
  },
]

/**
 * A flat body of strings: NFC, line ends as LF. NUL and half surrogate pairs become U+FFFD, which no field accepts:
 * the person gets a message there, where PostgreSQL would have answered with a fault.
 */
export function clean(body: unknown): FlatBody {
  const result = Object.create(null) as FlatBody
  if (typeof body !== 'object' || body === null) return result
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === 'string') result[text(name)] = text(value)
    else if (Array.isArray(value)) result[text(name)] = value.filter((each) => typeof each === 'string').map(text)
  }
  return result
}

function text(value: string): string {
  return value.toWellFormed().normalize('NFC').replaceAll('\u0000', '\uFFFD').replaceAll(/\r\n?/g, '\n')
}
