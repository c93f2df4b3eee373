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

/**
 * The input without spaces, a spreadsheet's marks ('0123, ="0123") and what it is called ('Nr 123', 'Orgnr: 123'). What is
 * too long to be an identifier becomes '', which no parser accepts.
 */
export function withoutSpaces(input: string, called?: RegExp): string {
  if (input.length > longest) return ''
  const typed = withoutMarks(cleanText(input).trim()).replace(hyphens, '-')
  return (
    (called ? typed.replace(called, '') : typed)
      .replace(/\s/g, '')
      .replace(/^\((.*)\)$/, '$1')
      .replace(/[.,;]$/, '')
      // A sheet's number with decimals: 12345678,0
      .replace(/^(\d{4,20}(?:-\d{4})?)[.,]0{1,2}$/, '$1')
  )
}

/** A cell that a spreadsheet shall not make a number of begins with an apostrophe, or is a formula of a text. */
export function withoutMarks(text: string): string {
  return /^="([^"]*)"$/.exec(text)?.[1]?.trim() ?? text.replace(/^'(?!')/, '')
}

/** 7,35999E+17: what a spreadsheet makes of a long number unless its column is text. The digits are gone. */
export function isRounded(input: string): boolean {
  return input.length <= longest && /^['="]*(?:\d[\d.,]*E\+|\d[.,]\d+E)\d{1,3}["']*$/i.test(input.trim())
}

export const ROUNDED = 'Kalkylarket har gjort om numret. Formatera kolumnen som text och hämta numret på nytt.'

/** What a number of digits alone is called before it: 'Anl-id: 735…', 'Orgnr 559…'; not the SE of a VAT number. */
export const CALLED = /^(?!SE)\p{L}\D{0,30}(?<![\p{L}-])(?=\d)/iu

/** What a number that begins with a country's letters is called before it: 'VAT: DK13585628', 'Momsreg.nr SE559…'. */
export const VAT_CALLED =
  /^(?:vat|moms(?:reg(?:istrerings)?)?|org)[ .-]?(?:no|number|nr|nummer|id)?[\s.:]{1,3}(?=[A-Z]{2}[\s-]?[A-Z]*\d)/iu

/** The input without spaces and hyphens. */
export function compact(input: string, called?: RegExp): string {
  return withoutSpaces(input, called).replaceAll('-', '')
}

/** Cuts a value in pieces of the given sizes: ('12345', [3, 2]) → '123 45'. */
export function inGroups(value: string, sizes: number[]): string {
  let at = 0
  return sizes.map((size) => value.slice(at, (at += size))).join(' ')
}
