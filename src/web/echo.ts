import { z } from 'zod'
import { cut } from '../text/cut.ts'
import type { Form } from './pages.ts'

/** Of a value whose field does not say how much it holds: twice the longest that a form of cases can ask for. */
const LONGEST = 20_000
/** The same of somebody who is not signed in, and of a field that holds little. */
const SHORTEST = 2_000

/** Rows that were pasted and have no room stay in their box, whole (domain/forms/pastedRows.ts). */
const PASTED = 1_000_000

/** Values that fit() has cut by their fields: the page cuts them no further. */
const fitted = new WeakSet<Form['values']>()

/**
 * What was typed, as it is drawn again: too long is no reason to lose it, so twice what the field holds comes back to be
 * shortened. What is longer nobody typed, and would cost as much to draw as it did to send.
 */
export function fit(values: Form['values'], schema: z.ZodType): Form['values'] {
  const shape = shapeOf(schema)
  const shortened = cutBy(values, (name) => {
    const holds = shape && Object.hasOwn(shape, name) ? longestOf(shape[name]!) : null
    return holds === null ? LONGEST : Math.max(SHORTEST, 2 * holds)
  })
  fitted.add(shortened)
  return shortened
}

/** The same at the end of every road: of a form that was posted, before it is drawn. */
export function fitForm(form: Form, isStranger: boolean): Form {
  if (fitted.has(form.values)) return form
  return { ...form, values: cutBy(form.values, (name) => longest(name, isStranger)) }
}

function longest(name: string, isStranger: boolean): number {
  if (isStranger) return SHORTEST
  return name.startsWith('_rows.') ? PASTED : LONGEST
}

export const cutTo = (text: string): string => cut(text, LONGEST)

function cutBy(values: Form['values'], most: (name: string) => number): Form['values'] {
  const fitting = Object.create(null) as Form['values']
  for (const [name, value] of Object.entries(values)) {
    fitting[name] = Array.isArray(value) ? value.map((each) => cut(each, most(name))) : cut(value, most(name))
  }
  return fitting
}

type Shape = Record<string, z.ZodType>

function shapeOf(schema: z.ZodType): Shape | null {
  if (schema instanceof z.ZodObject) return schema.shape as Shape
  return schema instanceof z.ZodPipe ? shapeOf(schema.in as z.ZodType) : null
}

/** How many characters a field takes, as its schema says; null where it does not. */
function longestOf(schema: z.ZodType): number | null {
  if (schema instanceof z.ZodString) return schema.maxLength
  if (schema instanceof z.ZodPipe) return longestOf(schema.in as z.ZodType) ?? longestOf(schema.out as z.ZodType)
  if (schema instanceof z.ZodArray) return longestOf(schema.element as z.ZodType)
  if (schema instanceof z.ZodUnion) {
    const each = (schema.options as z.ZodType[]).map(longestOf)
    return each.some((most) => most === null) ? null : Math.max(...(each as number[]))
  }
  return schema instanceof z.ZodDefault ||
    schema instanceof z.ZodCatch ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable
    ? longestOf(schema.unwrap() as z.ZodType)
    : null
}
