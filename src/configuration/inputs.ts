import { z } from 'zod'
import { parseEmail } from '../domain/forms/identifiers/email.ts'
import { parseNumber } from '../domain/forms/identifiers/number.ts'
import { parsePhone, showPhone } from '../domain/forms/identifiers/phone.ts'
import type { Field } from '../domain/forms/definition.ts'
import { optionalIdentifier, writtenDay } from '../web/forms.ts'
import type { Form } from '../web/pages.ts'

/** An input of a page, told once: what it looks like, how it is read, how what is kept is shown in it. */
export interface Input<T> {
  field: Omit<Field, 'key'>
  read: z.ZodType<T>
  show: (value: T) => string | string[]
  /** Begins a section of the page. */
  heading?: string | undefined
  /** Not on this page. */
  unasked?: boolean
}
/** Of any kind together: `never` is all that each of them could be given. */
export type Inputs = Record<string, Omit<Input<unknown>, 'show'> & { show: (value: never) => string | string[] }>
export type Values<I extends Inputs> = { [K in keyof I]: z.output<I[K]['read']> }

type More = Partial<Pick<Field, 'help' | 'unit' | 'required' | 'width' | 'when'>> & { heading?: string }

/** Of any kind: its field, how it is read and shown. */
export function input<T>(
  field: Pick<Field, 'label' | 'type'> & Partial<Field>,
  { heading, ...more }: More,
  read: z.ZodType<T>,
  show: (value: T) => string | string[] = (value) => String(value ?? ''),
): Input<T> {
  return { field: { ...field, ...more }, read, show, heading }
}

/** On the page only then; what it is otherwise, whatever is posted. */
export const onlyIf = <T>(isAsked: boolean, asked: Input<T>, otherwise: T): Input<T> =>
  isAsked
    ? asked
    : {
        ...asked,
        unasked: true,
        read: z
          .unknown()
          .optional()
          .transform(() => otherwise),
      }

const typed = z
  .string()
  .default('')
  .transform((text) => text.trim())
const UNSEEN = 'Texten innehåller tecken som inte går att spara.'
const FILL_IN = 'Fyll i det här.'

/** A line as it is kept: trimmed, without signs that nobody sees. */
export const line = (max: number) =>
  typed.pipe(
    z
      .string()
      .max(max, 'Texten är för lång.')
      .regex(/^[^\ufffd\u0000-\u001f\u007f]*$/u, UNSEEN),
  )
/** The same of several lines. */
export const lines = (max: number) =>
  typed.pipe(
    z
      .string()
      .max(max, 'Texten är för lång.')
      .regex(/^[^\ufffd\u0000-\u0009\u000b-\u001f\u007f]*$/u, UNSEEN),
  )
const there = z.string().min(1, FILL_IN)
const orNull = <T>(read: z.ZodType<T, string | undefined>) =>
  z.union([z.literal(''), read]).transform((value) => value || null)

export const text = (label: string, max: number, more: More = {}) =>
  input({ label, type: 'text', width: 12 }, more, line(max))

/** A line that must be there. */
export const filled = (label: string, max: number, more: More = {}) =>
  input({ label, type: 'text', required: true, width: 12 }, more, line(max).pipe(there))

export const longText = (label: string, max: number, more: More = {}) =>
  input({ label, type: 'longText', width: 12 }, more, more.required ? lines(max).pipe(there) : lines(max))

/** Where a text need not be, nothing is null. */
export const textOrNone = (label: string, max: number, more: More = {}) =>
  input({ label, type: 'text', width: 12 }, more, orNull(line(max)))
export const longTextOrNone = (label: string, max: number, more: More = {}) =>
  input({ label, type: 'longText', width: 12 }, more, orNull(lines(max)))

/** Lines that a parser of their own reads. */
export const parsed = <T>(
  label: string,
  max: number,
  message: string,
  { parse, show, ...more }: More & { parse: (typed: string) => T | null; show: (value: T) => string },
) =>
  input(
    { label, type: 'longText', width: 12 },
    more,
    lines(max).transform((text, context) => {
      const value = parse(text)
      if (value !== null) return value
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    }),
    show,
  )

type Bounds = readonly [least: number, most: number]
const isWhole = (text: string, [least, most]: Bounds) => /^\d{1,6}$/.test(text) && +text >= least && +text <= most
/** As it is written here or copied from a spreadsheet; what is no number stays as it is, and is refused. */
const plainNumber = (text: string, decimals = 0) => {
  const read = parseNumber(text, { decimals })
  return read.ok ? read.value : text
}

/** A whole number that must be there. */
export const whole = (label: string, bounds: Bounds, message: string, more: More = {}) =>
  input(
    { label, type: 'number', required: true },
    more,
    typed
      .transform((text) => plainNumber(text))
      .pipe(z.string().refine((text) => isWhole(text, bounds), message))
      .transform(Number),
  )

/** The same, where nothing is an answer too. */
export const wholeOrNone = (label: string, bounds: Bounds, message: string, more: More = {}) =>
  input(
    { label, type: 'number' },
    more,
    typed
      .transform((text) => plainNumber(text))
      .pipe(z.string().refine((text) => text === '' || isWhole(text, bounds), message))
      .transform((text) => (text === '' ? null : Number(text))),
  )

/** A number with decimals as it is written here, or nothing. */
export const decimalOrNone = (label: string, more: More = {}) =>
  input<number | null>(
    { label, type: 'number' },
    more,
    typed
      .transform((text) => plainNumber(text, 3))
      .pipe(z.string().regex(/^(-?\d{1,9}(\.\d{1,3})?)?$/, 'Ange ett tal eller lämna tomt.'))
      .transform((text) => (text === '' ? null : Number(text))),
    (value) => String(value ?? '').replace('.', ','),
  )

/** A question of two buttons. */
export const yesNo = (label: string, more: More = {}) =>
  input(
    { label, type: 'yesNo', required: true },
    more,
    z
      .enum(['ja', 'nej'], 'Välj ett av svaren.')
      .default('nej')
      .transform((answer) => answer === 'ja'),
    (value) => (value ? 'ja' : 'nej'),
  )

export type Option = NonNullable<Field['options']>[number]
export const optionsOf = (words: Record<string, string>): Option[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

/** One of a few, or nothing. */
export const orNothing = <K extends string>(label: string, options: Option[], values: readonly K[], more: More = {}) =>
  input<K | null>({ label, type: 'choice', width: 12, options }, more, z.enum(values).nullable().catch(null))

/** A code of one's own, written large; what it is called is how the list knows it for ever. */
export const typedCode = (label: string, help: string, pattern: RegExp, message: string) =>
  input(
    { label, help, type: 'text', required: true, width: 4 },
    {},
    typed.transform((text) => text.toUpperCase()).pipe(z.string().regex(pattern, message)),
  )

/** One of a few, by their words. */
export const choice = <K extends string>(label: string, words: Record<K, string>, message: string, more: More = {}) =>
  input(
    { label, type: 'choice', required: true, width: 12, options: optionsOf(words) },
    more,
    z.enum(Object.keys(words) as K[], message),
  )

/** One of what is on offer here, each with what it means; anything else, or nothing, is refused. */
export const pick = <T>(
  label: string,
  options: (Option & { means: T })[],
  message: string,
  show: (value: T) => string,
): Input<T> =>
  input(
    { label, type: 'choice', required: true, width: 12, options: options.map(({ means: _means, ...each }) => each) },
    {},
    z
      .string()
      .default('')
      .transform((answer, context): unknown => {
        const chosen = options.find(({ value }) => value === answer)
        if (chosen) return chosen.means
        context.addIssue({ code: 'custom', message })
        return z.NEVER
      }) as z.ZodType as z.ZodType<T>,
    show,
  )

/** Ticked boxes of one name. */
export const several = (label: string, options: Option[], more: More & { least?: string } = {}) => {
  const { least, ...rest } = more
  const ticked = z
    .unknown()
    .optional()
    .transform((boxes) => [boxes ?? []].flat().filter((each) => typeof each === 'string'))
  const read = least === undefined ? ticked : ticked.pipe(z.array(z.string()).min(1, least))
  return input({ label, type: 'choices', width: 12, options }, rest, read, (value) => value.map(String))
}

export const email = (label: string, more: More = {}) =>
  input({ label, type: 'email' }, more, z.string().default('').pipe(optionalIdentifier(parseEmail)))
export const phone = (label: string, more: More = {}) =>
  input({ label, type: 'phone' }, more, z.string().default('').pipe(optionalIdentifier(parsePhone)), (value) =>
    value === null ? '' : showPhone(value),
  )

export const date = (label: string, more: More = {}) =>
  input({ label, type: 'date', required: true, width: 6 }, more, writtenDay())
export const dateOrNone = (label: string, more: More = {}) =>
  input({ label, type: 'date', width: 6 }, more, orNull(writtenDay()).default(null))

/** What a form posts becomes: an object of what each input reads. */
export function schemaOf<I extends Inputs>(inputs: I): z.ZodType<Values<I>> {
  const shape = Object.fromEntries(Object.entries(inputs).map(([key, { read }]) => [key, read]))
  return z.object(shape) as unknown as z.ZodType<Values<I>>
}

/** What is known, as the inputs show it. */
export function valuesOf<I extends Inputs>(inputs: I, known: Partial<Values<I>>): Form['values'] {
  const show = (key: string, each: Inputs[string]) =>
    key in known ? (each.show as (value: unknown) => string | string[])(known[key]) : ''
  return Object.fromEntries(Object.entries(inputs).map(([key, each]) => [key, show(key, each)]))
}

/** In sections as they stand on the page. */
export function groupsOf(inputs: Inputs): { title: string; fields: Field[] }[] {
  const groups: { title: string; fields: Field[] }[] = []
  for (const [key, { field, heading, unasked }] of Object.entries(inputs)) {
    if (heading !== undefined || groups.length === 0) groups.push({ title: heading ?? '', fields: [] })
    if (!unasked) groups.at(-1)!.fields.push({ ...field, key })
  }
  return groups.filter(({ fields }) => fields.length > 0)
}
