import type { Condition, Field, FieldType, Option } from '../definition.ts'

type More = Omit<Partial<Field>, 'key' | 'label' | 'help' | 'type'>

const of =
  (type: FieldType) =>
  (key: string, label: string, help: string, more: More = {}): Field => ({ key, label, help, type, ...more })

// Constructors of fields. The arguments follow the columns of docs/domain.md 3.2: key, label, help, the rest.
export const text = of('text')
export const longText = of('longText')
export const number = of('number')
export const yesNo = of('yesNo')
export const tick = of('tick')
export const date = of('date')
export const facilityId = of('facilityId')
export const meterNumber = of('meterNumber')
export const identity = of('identity')
export const gln = of('gln')
export const postcode = of('postcode')
export const phone = of('phone')
export const email = of('email')

/** One of the owner's fuse sizes, in ampere. */
export function fuse(key: string, label: string, help: string, more: More = {}): Field {
  return { ...of('fuse')(key, label, help, more), unit: 'A' }
}

/** A power in kW. */
export function power(key: string, label: string, help: string, more: More = {}): Field {
  return number(key, label, help, { unit: 'kW', decimals: 1, min: 0.1, max: 100_000, ...more })
}

/** Single choice. Options as an object; as pairs where values are integers, which an object would reorder. */
export function choice(key: string, label: string, help: string, options: Labels, more: More = {}): Field {
  return { ...of('choice')(key, label, help, more), options: toOptions(options) }
}

export function choices(key: string, label: string, help: string, options: Labels, more: More = {}): Field {
  return { ...of('choices')(key, label, help, more), options: toOptions(options) }
}

/** A repeating group; `row` is the name of one row. */
export function group(key: string, label: string, help: string, row: string, fields: Field[], more: More = {}): Field {
  return { ...of('group')(key, label, help, more), rowLabel: row, fields }
}

type Labels = Record<string, string> | [value: string, label: string][]

function toOptions(options: Labels): Option[] {
  const pairs = Array.isArray(options) ? options : Object.entries(options)
  return pairs.map(([value, label]) => ({ value, label }))
}

/** Filled in from the start where there is a usual answer. */
export const begun = (initial: Field['initial'] | undefined): More => (initial === undefined ? {} : { initial })

export const R = { required: true } as const
export const is = (field: string, value: string | number | boolean): Condition => ({ field, is: value })
export const oneOf = (field: string, ...values: (string | number)[]): Condition => ({ field, in: values })
export const filled = (field: string): Condition => ({ field, filled: true })
export const not = (condition: Condition): Condition => ({ not: condition })

/** Where block is allowed: shown and required only while no rows are added, since each row has its own. */
export const aboutOne = (needs: { block: 'always' | 'allowed' | 'no' }, rows = 'rader'): Pick<More, 'when'> =>
  needs.block === 'allowed' ? { when: not(filled(rows)) } : {}

/** Shown and required when the condition holds. */
export const askedIf = (condition: Condition): More => ({ when: condition, required: true })

export const PHASES = { 1: '1-fas', 3: '3-fas' }
export const HOMES = ['villa', 'radhus', 'fritidshus'] as const
