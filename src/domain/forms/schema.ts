import { z } from 'zod'
import { holds } from './conditions.ts'
import type { Answer, Answers, Condition, Field, FormDefinition, Section } from './definition.ts'
import { readValue, type Body, type ReadContext } from './values.ts'
import { calculate, isCalculated, CALCULATED } from './calculated.ts'
import type { Translate } from '../../language/i18n.ts'

/**
 * The zod schema of a form: a posted body (flat: 'best_namn', 'vr.0.vr_effekt') to answers as stored. 'draft' checks
 * formats only; 'send' also requires what is required and shown. Unknown keys and hidden fields are dropped. Issues have
 * the input name as path and a translated message.
 */
export function schemaFor(
  definition: Pick<FormDefinition, 'sections'>,
  mode: 'draft' | 'send',
  context: ReadContext & { t: Translate },
): z.ZodType<Answers, Body> {
  return z.record(z.string(), z.union([z.string(), z.array(z.string())])).transform((body, zod) => {
    const read = readForm(definition, body, context)
    const errors = new Map(read.errors)
    if (mode === 'send') {
      for (const name of missing(definition, read.answers)) {
        if (!errors.has(name)) errors.set(name, context.t('Fyll i det här.'))
      }
    }
    for (const [name, message] of errors) {
      if (isShown(definition, name, read.all))
        zod.addIssue({ code: 'custom', path: [name], message, input: body[name] })
    }
    return read.answers
  })
}

/**
 * Lenient reading, for autosave: the answers, and a message for each input that cannot be parsed. For those the stored
 * answer is kept, since nothing valid replaces it. `warnings` says, untranslated, what is read and looks odd.
 */
export function readDraft(
  definition: Pick<FormDefinition, 'sections'>,
  body: Body,
  stored: Answers,
  context: ReadContext & { t: Translate },
): { answers: Answers; errors: Record<string, string>; warnings: Record<string, string> } {
  const { all, errors, warnings } = readForm(definition, body, context)
  for (const name of errors.keys()) keepStored(all, stored, name)
  const shown = (said: Map<string, string>) =>
    Object.fromEntries([...said].filter(([name]) => isShown(definition, name, all)))
  return { answers: prune(definition, all), errors: shown(errors), warnings: shown(warnings) }
}

/** The warnings of a page in the reader's language. */
export function translated(warnings: Record<string, string>, t: Translate): Record<string, string> {
  return Object.fromEntries(Object.entries(warnings).map(([name, message]) => [name, t(message)]))
}

/** Rows have no ids: they are matched by position, and only while their number is unchanged. */
function keepStored(answers: Answers, stored: Answers, name: string): void {
  const [key, index, part] = name.split('.') as [string, string?, string?]
  const before = stored[key]
  if (before === undefined) return
  if (part === undefined) {
    answers[key] ??= before
    return
  }
  const [rows, old] = [rowsOf(answers[key] ?? []), rowsOf(before)]
  const cell = old[Number(index)]?.[part]
  if (rows.length === old.length && cell !== undefined) rows[Number(index)]![part] = cell
}

function readForm(definition: Pick<FormDefinition, 'sections'>, body: Body, context: ReadContext & { t: Translate }) {
  const all: Answers = {}
  const errors = new Map<string, string>()
  const warnings = new Map<string, string>()
  const readInto = (target: Answers, field: Field, name: string) => {
    const read = readValue(field, name, body, context)
    if ('message' in read) errors.set(name, context.t(read.message, read.params))
    else {
      if (read.value !== undefined) target[field.key] = read.value
      if (read.warning !== undefined) warnings.set(name, read.warning)
    }
  }
  for (const field of fieldsOf(definition)) {
    if (field.type !== 'group') {
      readInto(all, field, field.key)
      continue
    }
    const indexes = rowIndexes(body, field.key)
    // None of them is an answer: a list without its end would be stored in place of the whole.
    if (indexes.length > mostRows(field)) {
      errors.set(field.key, context.t('Högst {max} rader.', { max: mostRows(field) }))
      continue
    }
    const rows = indexes.map((index) => {
      const row: Answers = {}
      for (const part of field.fields ?? []) readInto(row, part, `${field.key}.${index}.${part.key}`)
      for (const part of field.fields ?? []) {
        if (visible(part.when, row, all)) continue
        errors.delete(`${field.key}.${index}.${part.key}`)
        warnings.delete(`${field.key}.${index}.${part.key}`)
      }
      return row
    })
    if (rows.length > 0) all[field.key] = rows
  }
  for (const field of fieldsOf(definition)) if (isCalculated(field)) errors.delete(field.key)
  reckon(definition, all)
  return { all, errors, warnings, answers: prune(definition, all) }
}

export const mostRows = ({ maxRows = 20 }: Field): number => maxRows

/** Adds the calculated fields to the answers: row counts, `reckoned` and formulas. */
function reckon(definition: Pick<FormDefinition, 'sections'>, answers: Answers): void {
  for (const { key, countOf, reckoned, formula } of fieldsOf(definition).filter(isCalculated)) {
    const rows = countOf === undefined ? undefined : answers[countOf]
    const value = formula
      ? calculate(formula, answers)
      : reckoned
        ? CALCULATED[reckoned](answers)
        : rows && rowsOf(rows).length
    if (value === undefined) Reflect.deleteProperty(answers, key)
    else answers[key] = value
  }
}

/** The posted row indexes of a repeating group, in order: 'vr.0.…', 'vr.2.…' → [0, 2]. */
export function rowIndexes(body: Body, key: string): number[] {
  const indexes = new Set<number>()
  for (const name of Object.keys(body)) {
    if (!name.startsWith(`${key}.`)) continue
    const index = /^\d{1,3}(?=\.)/.exec(name.slice(key.length + 1))
    if (index) indexes.add(Number(index[0]))
  }
  return [...indexes].sort((a, b) => a - b)
}

export function fieldsOf(definition: Pick<FormDefinition, 'sections'>): Field[] {
  return definition.sections.flatMap((section) => section.fields)
}

/**
 * Drops the answers of hidden fields, and those of an optional section in which nobody answered anything: what the form
 * began with was never given. Hiding one field may hide the next, so it repeats until nothing changes.
 */
export function prune(definition: Pick<FormDefinition, 'sections'>, answers: Answers): Answers {
  let kept = answers
  for (;;) {
    const next: Answers = {}
    const blank = new Set(definition.sections.filter((each) => each.optional && isUntouched(each, kept)))
    for (const { section, field } of placed(definition)) {
      if (blank.has(section)) continue
      const answer = kept[field.key]
      if (answer === undefined || !visible(section.when, kept) || !visible(field.when, kept)) continue
      next[field.key] = field.type === 'group' ? pruneRows(field, answer, kept) : answer
    }
    if (JSON.stringify(next) === JSON.stringify(kept)) return next
    kept = next
  }
}

function pruneRows(field: Field, answer: Answer, form: Answers): Answers[] {
  return rowsOf(answer).map((row) =>
    Object.fromEntries(
      (field.fields ?? [])
        .filter((part) => row[part.key] !== undefined && visible(part.when, row, form))
        .map((part) => [part.key, row[part.key]!]),
    ),
  )
}

/** The input names of required, shown fields that have no answer. */
export function missing(definition: Pick<FormDefinition, 'sections'>, answers: Answers): string[] {
  return definition.sections.flatMap((section) => {
    if (!visible(section.when, answers) || (section.optional && isUntouched(section, answers))) return []
    return section.fields.filter((field) => visible(field.when, answers)).flatMap((field) => missingIn(field, answers))
  })
}

function missingIn(field: Field, answers: Answers): string[] {
  const answer = answers[field.key]
  const asked = isRequired(field.required, answers)
  if (field.type !== 'group') return asked && isEmpty(field, answer) ? [field.key] : []
  const rows = answer === undefined ? [] : rowsOf(answer)
  // A group that follows another has as many rows as that one, and nobody can add one: it cannot itself be required.
  const least = field.rowsOf === undefined ? (field.minRows ?? (asked ? 1 : 0)) : 0
  if (rows.length < least) return [field.key]
  const lacking = rows.flatMap((row, index) =>
    (field.fields ?? [])
      .filter((part) => visible(part.when, row, answers) && isRequired(part.required, row, answers))
      .filter((part) => isEmpty(part, row[part.key]))
      .map((part) => `${field.key}.${index}.${part.key}`),
  )
  // Rows in which nothing has to be answered, and nothing is, are none: reading leaves them out.
  const nothing = least > 0 && lacking.length === 0 && rows.every((row) => Object.keys(row).length === 0)
  return nothing ? [field.key] : lacking
}

/** Unanswered: absent, or a checkbox that is not ticked. A 'nej' is an answer. */
function isEmpty(field: Field, answer: Answer | undefined): boolean {
  return field.type === 'tick' ? answer !== true : answer === undefined || answer === ''
}

/** Whether an optional section has no answers beyond the form's own initial values. */
export function isUntouched(section: Section, answers: Answers): boolean {
  return section.fields.every((field) => {
    const answer = answers[field.key]
    return answer === undefined || (field.type === 'tick' && answer === false) || answer === field.initial
  })
}

export function isRequired(required: boolean | Condition | undefined, answers: Answers, form?: Answers): boolean {
  if (required === undefined || typeof required === 'boolean') return required ?? false
  return holds(required, answers, form)
}

function visible(when: Condition | undefined, answers: Answers, form?: Answers): boolean {
  return when === undefined || holds(when, answers, form)
}

function placed(definition: Pick<FormDefinition, 'sections'>) {
  return definition.sections.flatMap((section) => section.fields.map((field) => ({ section, field })))
}

function isShown(definition: Pick<FormDefinition, 'sections'>, name: string, answers: Answers): boolean {
  const place = placed(definition).find(({ field }) => field.key === name.split('.')[0])
  return place !== undefined && visible(place.section.when, answers) && visible(place.field.when, answers)
}

/** The rows of a repeating group; [] when the answer is of another type. */
export function rowsOf(answer: Answer): Answers[] {
  return Array.isArray(answer) ? answer.filter((row): row is Answers => typeof row === 'object') : []
}
