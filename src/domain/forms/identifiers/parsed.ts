import { cleanText } from '../../../text/clean.ts'

/**
 * The result of every parser here. `value` is the stored form. `message` and `warning` are Swedish sentences that say
 * what to do, and keys of t(). A warning must be ticked; it blocks nothing.
 */
export type Parsed<T extends string = string> = { ok: true; value: T; warning?: string } | Refused
export interface Refused {
  ok: false
  message: string
}

export function accepted<T extends string>(value: T, warning?: string | false): Parsed<T> {
  return warning ? { ok: true, value, warning } : { ok: true, value }
}

export function refused(message: string): Refused {
  return { ok: false, message }
}

/** Longer input is no identifier, whatever its spacing. */
const longest = 100

// Typographic dashes from Word and web pages.
const hyphens = /[-\u2010-\u2015\u2212]/g

/** The input without spaces. What is too long to be an identifier becomes '', which no parser accepts. */
export function withoutSpaces(input: string): string {
  if (input.length > longest) return ''
  return cleanText(input).replace(/\s/g, '').replace(hyphens, '-')
}

/** The input without spaces and hyphens. */
export function compact(input: string): string {
  return withoutSpaces(input).replaceAll('-', '')
}

/** Cuts a value in pieces of the given sizes: ('12345', [3, 2]) → '123 45'. */
export function inGroups(value: string, sizes: number[]): string {
  let at = 0
  return sizes.map((size) => value.slice(at, (at += size))).join(' ')
}
