import { format } from '../../language/format.ts'
import { holds } from './conditions.ts'
import type { Answer, Answers, Field, FormDefinition } from './definition.ts'
import { showFacilityId } from './identifiers/facilityId.ts'
import { showFuse } from './identifiers/fuses.ts'
import { maskPersonalNumbers } from '../../text/mask.ts'
import { maskIdentity, showIdentity, showVat } from './identifiers/identity.ts'
import { showOrgNumber } from './identifiers/orgNumber.ts'
import { showPhone } from './identifiers/phone.ts'
import { showPostcode } from './identifiers/postcode.ts'
import { isRequired, prune, rowsOf } from './schema.ts'
import type { Translate } from '../../language/i18n.ts'

/** What became what, in display form. */
export interface Change {
  key: string
  label: string
  from: string
  to: string
}

/** A section to be read: label and value, what it was before when it changed since last time. */
export interface ReadSection {
  key: string
  title: string
  items: ReadItem[]
  /** Rows of repeating groups, each a titled list. */
  rows: { title: string; items: ReadItem[] }[]
  /** Rows of a grid, as a table; what is marked or said is so of its row, in the same order. */
  tables: {
    title: string
    head: string[]
    body: { key: string; value: string; was?: string }[][]
    points?: Pointing[]
  }[]
}

/** Beside a value: a box to mark what is to be put right, or what was said of it when it was marked. */
export interface Pointing {
  mark?: Mark
  remark?: string
}

/** What a rejection can point at: the name of its input, and whether it is marked, with which words. */
export interface Mark {
  name: string
  label: string
  on: boolean
  words: string
  error?: string
}

export interface ReadItem extends Pointing {
  key: string
  label: string
  /** Already in display form; '' reads 'Ej angivet'. */
  value: string
  was?: string
  /** Long values take the whole width. */
  wide?: boolean
  /** Of the network owner alone (an ownerOnly field): marked on its page, never printed. */
  internal?: boolean
}

type Sections = Pick<FormDefinition, 'sections'>

/** `full` shows personal numbers whole (the case page); otherwise they are masked (log, diff, mail). */
export interface Reader {
  t: Translate
  full: boolean
  side: 'installer' | 'owner'
}

/** An answer as text: '25 A', '735 999 000 100 000 012', 'Finns ej: …'; '' when unanswered. */
export function showAnswer(field: Field, answer: Answer | undefined, { t, full }: Pick<Reader, 't' | 'full'>): string {
  if (answer === undefined) return ''
  if (typeof answer === 'boolean') return field.type === 'tick' && !answer ? '' : t(answer ? 'Ja' : 'Nej')
  if (typeof answer === 'number') {
    const masked = maskPersonalNumbers(String(answer))
    if (!full && masked !== String(answer)) return masked
    if (field.type === 'fuse') return showFuse(answer)
    return `${format.number(answer)}${field.unit ? ` ${field.unit}` : ''}`
  }
  if (typeof answer === 'string') return showText(field, answer, t, full)
  if (!Array.isArray(answer)) return t('Finns ej: {reason}', { reason: answer.blank as string })
  return answer
    .filter((value) => typeof value === 'string')
    .map((value) => optionLabel(field, value, t))
    .join(', ')
}

function showText(field: Field, value: string, t: Translate, full: boolean): string {
  switch (field.type) {
    case 'choice':
      return optionLabel(field, value, t)
    case 'facilityId':
      return showFacilityId(value)
    case 'identity':
      if (field.vat) return showVat(value, full)
      return full ? showIdentity(value) : maskIdentity(value)
    case 'orgNumber':
      return showOrgNumber(value)
    case 'postcode':
      return showPostcode(value)
    case 'phone':
      return showPhone(value)
    default:
      return full ? value : maskPersonalNumbers(value)
  }
}

function optionLabel(field: Field, value: string, t: Translate): string {
  const option = field.options?.find((each) => each.value === value)
  return option ? t(option.label) : value
}

/** A read-only form: answered fields, and required ones without an answer. `before` marks what has changed since. */
export function readSections(definition: Sections, given: Answers, reader: Reader, earlier?: Answers): ReadSection[] {
  const answers = prune(definition, given)
  const before = earlier && prune(definition, earlier)
  const sections = definition.sections.map((section) => {
    const shown = section.fields.filter(
      (field) =>
        (reader.side === 'owner' || !field.ownerOnly) &&
        (section.when === undefined || holds(section.when, answers)) &&
        (field.when === undefined || holds(field.when, answers)),
    )
    const groups = shown.filter((field) => field.type === 'group')
    return {
      key: section.key,
      title: reader.t(section.title),
      items: shown
        .filter((field) => field.type !== 'group')
        .map((field) => readItem(field, answers, answers, reader, before))
        .filter((item) => item !== null),
      rows: groups.filter((field) => !field.grid).flatMap((field) => readRows(field, answers, reader, before)),
      tables: groups.filter((field) => field.grid).flatMap((field) => readTable(field, answers, reader, before)),
    }
  })
  return sections.filter(
    (section) => [...section.rows, ...section.tables].length > 0 || section.items.some((item) => item.value !== ''),
  )
}

function readItem(
  field: Field,
  row: Answers,
  form: Answers,
  reader: Reader,
  before?: Answers,
  place = '',
): ReadItem | null {
  const value = showAnswer(field, row[field.key], reader)
  const was = before ? showAnswer(field, before[field.key], reader) : value
  if (value === '' && was === '' && (!isRequired(field.required, row, form) || field.type === 'tick')) return null
  const item: ReadItem = { key: place + field.key, label: reader.t(field.label), value }
  if (was !== value) item.was = was
  if (field.type === 'longText' || value.length > 60) item.wide = true
  if (field.ownerOnly) item.internal = true
  return item
}

function readRows(field: Field, answers: Answers, reader: Reader, before?: Answers): ReadSection['rows'] {
  const answer = answers[field.key]
  if (answer === undefined) return []
  const old = before && rowsOf(before[field.key] ?? [])
  return rowsOf(answer).map((row, index) => ({
    title: `${reader.t(field.rowLabel ?? field.label)} ${index + 1}`,
    items: (field.fields ?? [])
      .map((part) => readItem(part, row, answers, reader, old && (old[index] ?? {}), `${field.key}.${index}.`))
      .filter((item) => item !== null),
  }))
}

/** Empty columns are left out. */
function readTable(field: Field, answers: Answers, reader: Reader, before?: Answers): ReadSection['tables'] {
  const rows = rowsOf(answers[field.key] ?? [])
  const old = before && rowsOf(before[field.key] ?? [])
  const parts = (field.fields ?? []).filter((part) => rows.some((row) => row[part.key] !== undefined))
  if (rows.length === 0) return []
  return [
    {
      title: reader.t('{what}: {n}', { what: reader.t(field.label), n: rows.length }),
      head: parts.map((part) => reader.t(part.label)),
      body: rows.map((row, index) =>
        parts.map((part) => {
          const value = showAnswer(part, row[part.key], reader)
          const was = old ? showAnswer(part, old[index]?.[part.key], reader) : value
          return { key: `${field.key}.${index}.${part.key}`, value, ...(was !== value && { was }) }
        }),
      ),
    },
  ]
}

/** The differences between two revisions of the same form, as text; rows of groups one by one. */
export function changesBetween(definition: Sections, before: Answers, after: Answers, t: Translate): Change[] {
  const reader = { t, full: false }
  return definition.sections
    .flatMap((section) => section.fields)
    .flatMap((field) => {
      const [from, to] = [before[field.key], after[field.key]]
      if (field.type === 'group') return rowChanges(field, from, to, reader)
      return change(field.key, field, from, to, reader)
    })
}

function rowChanges(
  field: Field,
  from: Answer | undefined,
  to: Answer | undefined,
  reader: Pick<Reader, 't' | 'full'>,
): Change[] {
  const [old, now] = [from === undefined ? [] : rowsOf(from), to === undefined ? [] : rowsOf(to)]
  return Array.from({ length: Math.max(old.length, now.length) }, (_, index) =>
    (field.fields ?? []).flatMap((part) =>
      change(`${field.key}.${index}.${part.key}`, part, old[index]?.[part.key], now[index]?.[part.key], reader),
    ),
  ).flat()
}

function change(
  key: string,
  field: Field,
  from: Answer | undefined,
  to: Answer | undefined,
  reader: Pick<Reader, 't' | 'full'>,
): Change[] {
  if (JSON.stringify(from) === JSON.stringify(to)) return []
  const words = { from: showAnswer(field, from, reader), to: showAnswer(field, to, reader) }
  return words.from === '' && words.to === '' ? [] : [{ key, label: field.label, ...words }]
}
