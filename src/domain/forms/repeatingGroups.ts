import type { Answer, Answers, Field, FormDefinition } from './definition.ts'
import { asRead } from './identifiers/asRead.ts'
import { fieldsOf, isUntouched, rowIndexes, rowsOf } from './schema.ts'
import { readTable, tableOf } from './table.ts'
import type { Body } from './values.ts'

/** Row indexes have at most three digits: what would need more is not put in, and stays in its box. */
const MOST_ROWS = 999

/** Buttons that change the rows of a group; each posts the form, so that they work without script. */
export const ROW_BUTTONS = ['_add', '_remove', '_paste', '_fill'] as const

/**
 * Applies the row buttons to a posted body and renumbers the rows of each repeating group from 0 without gaps, so that
 * input names in errors match those on the page. `_add` names a group, `_remove` a row ('vr.1'), `_paste` a group or the
 * first cell of the target ('rader.2.sakr_ny'), `_fill` a column ('rader.sakr_ny'). A group with `rowsOf` always has as many
 * rows as the group it follows, which is in the same form or among `earlier`, the answers of completed parts.
 */
export function renumber(definition: Pick<FormDefinition, 'sections'>, body: Body, earlier: Answers = {}): Body {
  const result: Body = { ...body }
  for (const field of fieldsOf(definition)) {
    if (field.type !== 'group') continue
    const kept = keepRows(field, body, result)
    if (field.rowsOf !== undefined) {
      const lead = fieldsOf(definition).find(({ key }) => key === field.rowsOf)
      const rows = lead ? typedRows(lead, result) : rowsOf(earlier[field.rowsOf] ?? [])
      follow(field, rows, result)
      pasteInto(field, rows.length, result)
      fillDown(field, result)
      continue
    }
    if (body['_add'] === field.key) addRow(field, kept, body, result)
    if (body['_paste'] === field.key) paste(field, String(body[`_rows.${field.key}`] ?? ''), result)
    pasteInto(field, MOST_ROWS, result)
    fillDown(field, result)
  }
  return result
}

/** The headings of pasted rows that no field has, by the group they were pasted into. */
export function unknownColumns(definition: Pick<FormDefinition, 'sections'>, body: Body): Record<string, string[]> {
  const pasted = String(body['_paste'] ?? '').split('.')[0]
  const field = fieldsOf(definition).find(({ key, type }) => type === 'group' && key === pasted)
  const unknown = field ? readTable(field, String(body[`_rows.${field.key}`] ?? '')).unknown : []
  return field && unknown.length > 0 ? { [field.key]: unknown } : {}
}

/** Renumbers the rows of a group without the removed one; `_remove` may name a row of this group or of the one it follows. */
function keepRows(field: Field, body: Body, result: Body): number {
  const [group, row] = String(body['_remove'] ?? '').split('.')
  const goes = group === field.key || group === field.rowsOf
  const kept = rowIndexes(body, field.key).filter((index) => !goes || String(index) !== row)
  const cells = new Map<string, [rest: string, value: Body[string]][]>()
  const start = `${field.key}.`
  for (const [name, value] of Object.entries(result)) {
    if (!name.startsWith(start)) continue
    Reflect.deleteProperty(result, name)
    const end = name.indexOf('.', start.length)
    const index = name.slice(start.length, end)
    const row = cells.get(index) ?? []
    row.push([name.slice(end), value])
    if (end !== -1) cells.set(index, row)
  }
  kept.forEach((from, to) => {
    for (const [rest, value] of cells.get(String(from)) ?? []) result[`${start}${to}${rest}`] = value
  })
  return kept.length
}

/** The first `_add` to an empty table gives two rows; the first takes over the form's answers about its single facility. */
function addRow(field: Field, kept: number, body: Body, result: Body): void {
  const first = field.grid === true && kept === 0
  for (const { key } of field.fields ?? []) {
    result[`${field.key}.${kept}.${key}`] = first ? (body[key] ?? '') : ''
    if (first) result[`${field.key}.1.${key}`] = ''
  }
}

function typedRows({ key, fields }: Field, body: Body): Answers[] {
  return rowIndexes(body, key).map((index) =>
    Object.fromEntries((fields ?? []).map((part) => [part.key, body[`${key}.${index}.${part.key}`] ?? ''])),
  )
}

/** Gives a following group the same number of rows, with the values of its `given` fields. */
function follow(field: Field, rows: Answers[], body: Body): void {
  const indexes = rowIndexes(body, field.key)
  for (const index of indexes.filter((index) => index >= rows.length)) dropRow(field, index, body)
  rows.forEach((row, index) => {
    for (const part of field.fields ?? []) {
      const name = `${field.key}.${index}.${part.key}`
      if (part.given) put(body, name, row[part.key] ?? '')
      else body[name] ??= ''
    }
  })
}

/**
 * Appends pasted rows after the last non-empty one. Invalid cells keep their text and get an error; rows beyond the form's
 * maximum stay, with an error (crowded), until the person removes them.
 */
function paste(field: Field, text: string, body: Body): void {
  const blank = (index: number) => (field.fields ?? []).every(({ key }) => !body[`${field.key}.${index}.${key}`])
  const kept = rowIndexes(body, field.key)
  const written = kept.findLastIndex((index) => !blank(index)) + 1
  const rows = tableOf(field, text)
  if (written + rows.length > MOST_ROWS) return
  for (const index of kept.slice(written)) dropRow(field, index, body)
  rows.forEach((row, index) => {
    for (const part of field.fields ?? []) body[`${field.key}.${written + index}.${part.key}`] = row[part.key] ?? ''
  })
  Reflect.deleteProperty(body, `_rows.${field.key}`)
}

/** Pastes over the cells from the named one to the right and down, as a spreadsheet does; adds rows where needed. */
function pasteInto(field: Field, most: number, body: Body): void {
  const [group, row = '', key] = String(body['_paste'] ?? '').split('.')
  if (group !== field.key || !/^\d{1,3}$/.test(row) || key === undefined) return
  const { columns, rows } = readTable(field, String(body[`_rows.${group}`] ?? ''), key)
  if (field.rowsOf === undefined && Number(row) + rows.length > most) return
  rows.slice(0, most - Number(row)).forEach((cells, down) => {
    const prefix = `${group}.${Number(row) + down}.`
    for (const part of field.fields ?? []) body[prefix + part.key] ??= ''
    columns.forEach((part, at) => {
      if (part && cells[at] !== undefined) body[prefix + part.key] = cells[at]
    })
  })
  Reflect.deleteProperty(body, `_rows.${group}`)
}

function dropRow(field: Field, index: number, body: Body): void {
  for (const { key } of field.fields ?? []) Reflect.deleteProperty(body, `${field.key}.${index}.${key}`)
}

/** Fill down: copies the first non-empty cell of a column into the empty cells below. */
function fillDown(field: Field, body: Body): void {
  const [group, key] = String(body['_fill'] ?? '').split('.')
  if (group !== field.key || !field.fields?.some((part) => part.key === key && !part.unique)) return
  const names = rowIndexes(body, field.key).map((index) => `${field.key}.${index}.${key}`)
  const first = names.map((name) => body[name]).find((value) => value !== undefined && value !== '')
  if (first !== undefined) for (const name of names) if (!body[name]) body[name] = first
}

/** Stored answers as input values, by input name: 17.5 → '17,5', true → 'ja'. */
export function toValues(definition: Pick<FormDefinition, 'sections'>, answers: Answers): Body {
  const values: Body = {}
  for (const field of fieldsOf(definition)) {
    const answer = answers[field.key]
    if (answer === undefined) continue
    if (field.type !== 'group') {
      put(values, field.key, answer, field.type)
      continue
    }
    const types = new Map((field.fields ?? []).map(({ key, type }) => [key, type]))
    rowsOf(answer).forEach((row, index) => {
      for (const [key, value] of Object.entries(row)) put(values, `${field.key}.${index}.${key}`, value, types.get(key))
    })
  }
  return values
}

function put(values: Body, name: string, answer: Answer, type: Field['type'] = 'text'): void {
  if (typeof answer === 'boolean') values[name] = answer ? 'ja' : 'nej'
  else if (typeof answer === 'number') values[name] = String(answer).replace('.', ',')
  else if (typeof answer === 'string') values[name] = asRead(type, answer)
  else if (!Array.isArray(answer)) values[`${name}.blank`] = blankReason(answer)
  else values[name] = answer.filter((value): value is string => typeof value === 'string')
}

function blankReason(answer: Answers | { blank: string }): string {
  return typeof answer.blank === 'string' ? answer.blank : ''
}

/** The answers so far, with defaults taken over from earlier parts (`startsAs`). */
export function takenOver(definition: Pick<FormDefinition, 'sections'>, answers: Answers): Answers {
  const taken = fieldsOf(definition).flatMap(({ key, startsAs }) => {
    const answer = startsAs === undefined ? undefined : answers[startsAs]
    return answer === undefined ? [] : [[key, answer]]
  })
  return { ...(Object.fromEntries(taken) as Answers), ...answers }
}

/** The answers with what an optional section begins with where nobody has answered anything in it yet. */
export function withPresets(definition: Pick<FormDefinition, 'sections'>, answers: Answers): Answers {
  const blank = definition.sections.filter((section) => section.optional && isUntouched(section, answers))
  return { ...initialAnswers({ sections: blank }), ...answers }
}

/** The initial values of a new form. */
export function initialAnswers(definition: Pick<FormDefinition, 'sections'>): Answers {
  return Object.fromEntries(
    fieldsOf(definition)
      .filter((field) => field.initial !== undefined)
      .map((field) => [field.key, field.initial!]),
  )
}
