import type { z } from 'zod'
import type { Answers as Stored, Field, FormDefinition } from '../../domain/forms/definition.ts'
import { toValues } from '../../domain/forms/repeatingGroups.ts'
import { fieldsOf } from '../../domain/forms/schema.ts'
import type { Body } from '../../domain/forms/values.ts'
import { pointerOf, type Fault } from '../problem.ts'
import type { Answer, Answers } from './schemas.ts'

type Given = z.output<typeof Answers>
type Value = z.output<typeof Answer>

/** Sentences, untranslated: what JSON can say and no form can. */
const UNKNOWN = 'Fältet finns inte i formuläret.'
const WRONG_TYPE = 'Värdet har fel typ eller form.'

/**
 * Answers in JSON as the form they would be typed in (RFC 7396: null takes away, what is not named stays). The form's own
 * rules read the result; what they cannot be asked about is told here.
 */
export function typedAnswers(
  form: Pick<FormDefinition, 'sections'>,
  stored: Stored,
  given: Given,
  beneath: string,
): { body: Body; faults: Fault[] } {
  const body = toValues(form, stored)
  const faults: Fault[] = []
  const fields = new Map(fieldsOf(form).map((field) => [field.key, field]))
  for (const [key, value] of Object.entries(given)) {
    const at = (...more: (string | number)[]) => beneath + pointerOf([key, ...more])
    const field = fields.get(key)
    if (!field) {
      faults.push({ pointer: at(), detail: UNKNOWN })
      continue
    }
    clear(body, key)
    if (value === null) continue
    if (field.type !== 'group') {
      if (!put(body, key, field, value)) faults.push({ pointer: at(), detail: WRONG_TYPE })
      continue
    }
    if (!isRows(value)) {
      faults.push({ pointer: at(), detail: WRONG_TYPE })
      continue
    }
    value.forEach((row, index) => faults.push(...putRow(body, field, row, index, at)))
  }
  return { body, faults }
}

type Row = Record<string, Value>

function putRow(
  body: Body,
  field: Field,
  row: Row,
  index: number,
  at: (...more: (string | number)[]) => string,
): Fault[] {
  const name = (key: string) => `${field.key}.${index}.${key}`
  const parts = new Map((field.fields ?? []).map((part) => [part.key, part]))
  // Every cell is there, so that an empty row is one.
  for (const key of parts.keys()) body[name(key)] = ''
  return Object.entries(row).flatMap(([key, value]): Fault[] => {
    const part = parts.get(key)
    if (!part) return [{ pointer: at(index, key), detail: UNKNOWN }]
    return value === null || put(body, name(key), part, value) ? [] : [{ pointer: at(index, key), detail: WRONG_TYPE }]
  })
}

function clear(body: Body, key: string): void {
  for (const name of Object.keys(body)) {
    if (name === key || name.startsWith(`${key}.`)) Reflect.deleteProperty(body, name)
  }
}

/** As it would be typed; false for what no such field can hold. */
function put(body: Body, name: string, { type, blankAllowed }: Field, value: Value): boolean {
  if (type === 'yesNo' || type === 'tick') {
    if (typeof value === 'boolean') body[name] = value ? 'ja' : type === 'yesNo' ? 'nej' : ''
    return typeof value === 'boolean'
  }
  if (type === 'choices') {
    if (isTexts(value)) body[name] = value
    return isTexts(value)
  }
  if (typeof value === 'string') body[name] = value
  else if (typeof value === 'number') body[name] = String(value).replace('.', ',')
  else if (blankAllowed && isBlank(value)) body[`${name}.blank`] = value.blank
  else return false
  return true
}

const isTexts = (value: Value): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')
const isBlank = (value: Value): value is { blank: string } =>
  typeof value === 'object' && value !== null && 'blank' in value
const isRows = (value: Value): value is Extract<Value, Record<string, unknown>[]> =>
  Array.isArray(value) && value.every((each) => typeof each === 'object')
