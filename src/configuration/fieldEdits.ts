import { isDeepStrictEqual } from 'node:util'
import { randomInt } from 'node:crypto'
import { keysIn } from '../domain/forms/conditions.ts'
import type { Condition, Formula } from '../domain/forms/definition.ts'
import { isCalculated } from '../domain/forms/calculated.ts'
import type { Translate } from '../language/i18n.ts'
import { CERTAIN, SHOWN } from './checkJobs.ts'
import { askable, findField, namedFields } from './compile.ts'
import { isOwn, OWN } from '../domain/forms/rarelyAsked.ts'
import { PARTS, type Content, type DraftJob, type Part } from './content.ts'
import type { DraftField } from './formShape.ts'
import { conditionWords, labelOfKey } from './labels.ts'

/** What can be changed of a field. Its key and its type are for ever: answers stand under them. */
export interface FieldEdit {
  label: string
  help: string
  hidden: boolean
  required: boolean | Condition
  /** Shown only when; null: always. */
  when: Condition | null
  /** Labels of the options by value, in order; own fields may also get new ones. */
  options?: { value: string; label: string }[]
  unit?: string
  min?: number | null
  max?: number | null
  formula?: Formula
}

/** May it be hidden, and may one stop asking for it? (docs/domain.md 3.2: visibility and requirement, but for what all builds on) */
export function mayHide(name: string, field: DraftField): boolean {
  return !CERTAIN.has(name) && !SHOWN.has(name) && !field.given && field.countOf === undefined
}
export function mayUnask(name: string, field: DraftField): boolean {
  return !CERTAIN.has(name) && !field.given && !isCalculated(field) && field.rowsOf === undefined
}

/** Writes an edit on a field, in this job or in all that have it; in the others only what was changed here. */
export function editField(content: Content, code: string, name: string, edit: FieldEdit, everywhere: boolean): void {
  const home = content.jobs.find((job) => job.code === code)
  const found = home && findField(home, name)
  if (!found) return
  const before = structuredClone(found.field)
  apply(found.field, name, edit)
  if (!everywhere) return
  const changed = (Object.keys({ ...before, ...found.field }) as (keyof DraftField)[]).filter(
    (key) => !isDeepStrictEqual(before[key], found.field[key]),
  )
  for (const job of content.jobs) {
    const other = job === home ? null : findField(job, name)
    if (other) for (const key of changed) copyProperty(job, found.field, other.field, key)
  }
}

function apply(field: DraftField, name: string, edit: FieldEdit): void {
  field.label = edit.label
  put(field, 'help', edit.help === '' ? undefined : edit.help)
  if (mayHide(name, field)) put(field, 'hidden', edit.hidden ? true : undefined)
  if (mayUnask(name, field)) put(field, 'required', edit.required === false ? undefined : edit.required)
  put(field, 'when', edit.when ?? undefined)
  if (edit.options) field.options = edit.options
  if (edit.unit !== undefined) put(field, 'unit', edit.unit === '' ? undefined : edit.unit)
  if (edit.min !== undefined) put(field, 'min', edit.min ?? undefined)
  if (edit.max !== undefined) put(field, 'max', edit.max ?? undefined)
  if (edit.formula !== undefined) field.formula = edit.formula
}

/** Sets a property, or takes it away. */
export function put<T extends object, K extends keyof T>(each: T, key: K, value: T[K] | undefined): void {
  if (value === undefined) Reflect.deleteProperty(each, key)
  else each[key] = value
}

/** A condition goes along only where all that it asks about is. */
function copyProperty(job: DraftJob, from: DraftField, to: DraftField, key: keyof DraftField): void {
  const value = from[key]
  if ((key === 'when' || key === 'required') && typeof value === 'object') {
    const known = new Set(PARTS.flatMap((part) => namedFields(job[part])).map(({ name }) => name.split('.').at(-1)))
    if (!keysIn(value as Condition).every((asked) => known.has(asked))) return
  }
  put(to, key, value as never)
}

/** A new field of the owner's own, with a key that no other will ever have; everywhere: wherever that section, or that table, is. */
export function addField(
  content: Content,
  code: string,
  at: { part: Part; section: string; table?: string },
  field: DraftField,
  everywhere: boolean,
): void {
  for (const job of everywhere ? content.jobs : content.jobs.filter((each) => each.code === code)) {
    const section = job[at.part].sections.find(({ key }) => key === at.section)
    const table = at.table === undefined ? section : section?.fields.find(({ key }) => key === at.table)
    table?.fields?.push(structuredClone(field))
  }
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

export function newKeyFor(): string {
  return OWN + Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}

/** Only what the owner made itself can be taken away; what the catalogue has is hidden. */
export function removeField(content: Content, code: string, name: string, everywhere: boolean): void {
  if (!isOwn(name)) return
  for (const job of content.jobs) {
    if (!everywhere && job.code !== code) continue
    const found = findField(job, name)
    if (found) found.list.splice(found.list.indexOf(found.field), 1)
  }
}

/** A condition to pick; of a number only when one is given beside it. */
export interface Offered {
  condition: Condition
  label: string
  limit?: 'above' | 'below'
}

/** Conditions that can be picked without script: each answer of each question, a number's limits, that something is filled in. */
export function conditionsOf(job: DraftJob, part: Part | 'any', except: string, t: Translate): Offered[] {
  const fields = (part === 'any' ? PARTS : askable(job, part)).flatMap((each) =>
    job[each].sections.flatMap((section) => section.fields),
  )
  // A column may ask about the others of its row.
  const row = except.includes('.') ? (findField(job, except)?.group?.fields ?? []) : []
  return [...row, ...fields]
    .filter(({ key, hidden, type }) => key !== except.split('.').at(-1) && !hidden && type !== 'group')
    .flatMap((field) => conditionsOn(field).map((each) => ({ ...each, label: labelOf(each, job, t) })))
}

function conditionsOn({ key, type, options }: DraftField): Omit<Offered, 'label'>[] {
  const field = key
  const filled = [true, false].map((is) => ({ condition: { field, filled: is } }))
  if (type === 'yesNo') return [true, false].map((is) => ({ condition: { field, is } }))
  if (type === 'tick') return [{ condition: { field, is: true } }, { condition: { not: { field, is: true } } }]
  if (options) {
    const is = options.map(({ value }): Condition => ({ field, is: value }))
    const others = options.length > 2 ? is.map((condition): Condition => ({ not: condition })) : []
    return [...is, ...others].map((condition) => ({ condition }))
  }
  if (type !== 'number' && type !== 'fuse') return filled
  return [
    { condition: { field, above: 0 }, limit: 'above' },
    { condition: { field, below: 0 }, limit: 'below' },
    ...filled,
  ]
}

function labelOf({ condition, limit }: Omit<Offered, 'label'>, job: DraftJob, t: Translate): string {
  if (limit === undefined || !('field' in condition)) return conditionWords(condition, job, t)
  const field = labelOfKey(job, condition.field, t)
  return t(limit === 'above' ? '{field} är över …' : '{field} är under …', { field })
}
