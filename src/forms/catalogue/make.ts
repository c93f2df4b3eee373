import type { Condition, Field, FieldType, Option } from '../definition.ts'

type More = Omit<Partial<Field>, 'key' | 'label' | 'help' | 'type'>

const of =
  (type: FieldType) =>
  (key: string, label: string, help: string, more: More = {}): Field => ({ key, label, help, type, ...more })

// A field reads as one line of domain.md 3.2: key, label, help, and what is special about it.
export const text = of('text')
export const longText = of('longText')
export const number = of('number')
export const yesNo = of('yesNo')
export const tick = of('tick')
export const date = of('date')
export const fuse = of('fuse')
export const facilityId = of('facilityId')
export const meterNumber = of('meterNumber')
export const identity = of('identity')
export const gln = of('gln')
export const postcode = of('postcode')
export const phone = of('phone')
export const email = of('email')

/** Options as 'value: Label' pairs in one object, in order. */
export function choice(
  key: string,
  label: string,
  help: string,
  options: Record<string, string>,
  more: More = {},
): Field {
  return { ...of('choice')(key, label, help, more), options: toOptions(options) }
}

export function choices(
  key: string,
  label: string,
  help: string,
  options: Record<string, string>,
  more: More = {},
): Field {
  return { ...of('choices')(key, label, help, more), options: toOptions(options) }
}

export function group(
  key: string,
  label: string,
  help: string,
  rowLabel: string,
  fields: Field[],
  more: More = {},
): Field {
  return { ...of('group')(key, label, help, more), rowLabel, fields }
}

function toOptions(options: Record<string, string>): Option[] {
  return Object.entries(options).map(([value, label]) => ({ value, label }))
}

export const R = { required: true } as const
export const is = (field: string, value: string | number | boolean): Condition => ({ field, is: value })
export const oneOf = (field: string, ...values: (string | number)[]): Condition => ({ field, in: values })
export const not = (condition: Condition): Condition => ({ not: condition })
export const PERSON = '^[^0-9<>{}\\[\\]@#$%^*=+|~]*$'
