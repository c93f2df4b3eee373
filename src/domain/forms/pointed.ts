import type { Answer, Answers, Field, FormDefinition } from './definition.ts'
import { readSections } from './present.ts'
import { fieldsOf, rowsOf } from './schema.ts'
import type { Translate } from '../../language/i18n.ts'

// What somebody points at in a form goes by the name of its input: 'best_telefon', 'vaxelriktare.1.effekt', of a grid the
// row 'rader.11', and 'file.SIT' of an attachment.

type Sections = Pick<FormDefinition, 'sections'>

/** What the input of a name is called, kept as data: each side reads it in its own language. */
export interface Called {
  label: string
  /** Of a repeating group: which row, from 1, and what a row is called. */
  row?: number
  rowLabel?: string
}

/** The names of what the network owner sees of these answers; nothing else can be pointed at. */
export function pointable(definition: Sections, answers: Answers): string[] {
  const shown = readSections(definition, answers, { t: (sentence) => sentence, full: true, side: 'owner' })
  const names = shown.flatMap(({ items, rows, tables }) => [
    ...[...items, ...rows.flatMap((row) => row.items)].map(({ key }) => key),
    ...tables.flatMap(({ body }) => body.flatMap(([cell]) => (cell ? [rowOf(cell.key)] : []))),
  ])
  // Of a count there is nothing to put right but the rows it counts.
  const counted = new Set(fieldsOf(definition).flatMap((field) => (field.countOf ? [field.key] : [])))
  return names.filter((name) => !counted.has(name))
}

/** 'rader.11.sakring' is of the row 'rader.11'. */
export const rowOf = (name: string): string => name.split('.').slice(0, 2).join('.')

/** null for a name that the form does not have. */
export function calledOf(definition: Pick<FormDefinition, 'sections' | 'attachments'>, name: string): Called | null {
  const [key, row, part] = name.split('.')
  if (key === 'file') {
    const slot = definition.attachments.find(({ kind }) => kind === row)
    return slot ? { label: slot.label } : null
  }
  const field = fieldsOf(definition).find((each) => each.key === key)
  if (!field || row === undefined) return field ? { label: field.label } : null
  return { label: labelIn(field, part), row: Number(row) + 1, rowLabel: field.rowLabel ?? field.label }
}

function labelIn(field: Field, part: string | undefined): string {
  return field.fields?.find(({ key }) => key === part)?.label ?? ''
}

export function calledInWords({ label, row, rowLabel }: Called, t: Translate): string {
  const which = row === undefined ? [] : [`${t(rowLabel ?? '')} ${row}`]
  return [...which, ...(label === '' ? [] : [t(label)])].join(', ')
}

/** 'Telefon: numret går till en annan firma' */
export function pointInWords({ called, words }: { called: Called; words: string }, t: Translate): string {
  const what = calledInWords(called, t)
  return words === '' ? what : `${what}: ${words}`
}

/** The answer of the input of that name; of a row, the whole row. */
export function answerAt(answers: Answers, name: string): Answer | Answers | undefined {
  const [key = '', row, part] = name.split('.')
  const answer = answers[key]
  if (row === undefined || answer === undefined) return answer
  const found = rowsOf(answer)[Number(row)]
  return part === undefined ? found : found?.[part]
}
