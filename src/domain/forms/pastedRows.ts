import type { Translate } from '../../language/i18n.ts'
import type { Answers, FormDefinition } from './definition.ts'
import { renumber, ROW_BUTTONS } from './repeatingGroups.ts'
import { fieldsOf, mostRows, rowIndexes } from './schema.ts'
import { readTable } from './table.ts'
import type { Body } from './values.ts'

/**
 * What there is no room for after the row buttons, by the group's name: told before anything is saved.
 * @param posted as it came; `body` is what renumber() made of it
 */
export function crowded(
  definition: Pick<FormDefinition, 'sections'>,
  posted: Body,
  body: Body,
  t: Translate,
): Record<string, string> {
  const said: Record<string, string> = {}
  const [pasted, row = '0', column] = String(posted['_paste'] ?? '').split('.')
  for (const field of fieldsOf(definition)) {
    if (field.type !== 'group') continue
    const { key } = field
    const max = mostRows(field)
    const there = rowIndexes(body, key).length
    if (there > max) said[key] = t(TOO_MANY, { n: there, max, over: there - max })
    if (pasted !== key && ROW_BUTTONS.some((button) => posted[button])) continue
    if (isWritten(body[`_rows.${key}`])) said[key] = t(NOT_PUT_IN, { max })
    else if (field.rowsOf !== undefined && pasted === key) {
      const { rows } = readTable(field, String(posted[`_rows.${key}`] ?? ''), column)
      const left = Number(row) + rows.length - there
      if (left > 0) said[key] = t(LEFT_OUT, { n: left, max: there })
    }
  }
  return said
}

const TOO_MANY = 'Det är {n} rader. Högst {max} får plats: ta bort {over}, eller dela upp dem på flera anmälningar.'
const NOT_PUT_IN = 'Det är fler rader än de {max} som får plats. Inget är inlagt: dela upp dem på flera anmälningar.'
const LEFT_OUT = 'Rader som inte kom med: {n}. Det finns {max} anläggningar i anmälan.'

/**
 * renumber(), and rows that lie in their box when another button than the rows' own is pressed are put in: who saves
 * with them there means them.
 */
export function withPastedRows(
  definition: Pick<FormDefinition, 'sections'>,
  posted: Body,
  earlier: Answers = {},
): Body {
  const body = renumber(definition, posted, earlier)
  if (ROW_BUTTONS.some((button) => posted[button])) return body
  return fieldsOf(definition)
    .filter(({ key, type }) => type === 'group' && isWritten(body[`_rows.${key}`]))
    .reduce((all, { key }) => {
      const { _paste, ...rest } = renumber(definition, { ...all, _paste: key }, earlier)
      return rest
    }, body)
}

const isWritten = (text: string | string[] | undefined) => text !== undefined && String(text).trim() !== ''
