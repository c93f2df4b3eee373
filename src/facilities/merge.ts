import type { Field, FormDefinition } from '../domain/forms/definition.ts'
import { showAnswer } from '../domain/forms/present.ts'
import { rowIndexes } from '../domain/forms/schema.ts'
import { readValue, type Body, type ReadContext } from '../domain/forms/values.ts'
import type { Translate } from '../language/i18n.ts'
import type { Facility, FacilityKey } from './facility.ts'

/** Where in a notice each thing that is known of a facility belongs (docs/domain.md 3.2, D and F). */
const FIELDS: Record<FacilityKey, string> = {
  facilityId: 'anl_id',
  meterNumber: 'matarnummer',
  technicalNumber: 'tekniskt_nr',
  infeedId: 'anl_id_inm',
  address: 'anl_adress',
  postcode: 'anl_postnr',
  city: 'anl_ort',
  property: 'fastighet',
  municipality: 'kommun',
  apartment: 'lgh_nr',
  fuse: 'sakr_bef',
  phases: 'fas_bef',
}

/** Always as the network owner has them, or the notice would be about another facility than the one that was found. */
const IDENTITY = ['anl_id', 'matarnummer', 'tekniskt_nr']

/** The table of facilities in a blockanmälan. */
const BLOCK = 'rader'

/** Can anything be fetched into this form? In which section, and how many facilities it has rows for; 0 when it is about one. */
export function placeFor(
  form: Pick<FormDefinition, 'sections'>,
  values: Body,
): { section: string; rows: number } | null {
  const has = (list: Field[]) => list.some(({ key }) => key === 'anl_id' || key === 'matarnummer')
  for (const { key: section, fields } of form.sections) {
    const block = fields.find((field) => field.key === BLOCK)
    if (block && has(block.fields ?? [])) {
      return { section, rows: Math.max(block.minRows ?? 1, ...rowIndexes(values, BLOCK).map((index) => index + 1)) }
    }
    if (has(fields)) return { section, rows: 0 }
  }
  return null
}

/** One field: what is typed, what the network owner has. */
export interface Compared {
  name: string
  /** In Swedish, as the log keeps it. */
  label: string
  was: string
  is: string
  /** What would be typed, as an input takes it. */
  value: string
  state: 'same' | 'empty' | 'differs'
  identity: boolean
}

/** Old against new, field by field; what the network owner does not know is left out and left alone. */
export function compareWithFacility(
  form: Pick<FormDefinition, 'sections'>,
  values: Body,
  facility: Facility,
  { row, ...context }: ReadContext & { row: number; t: Translate },
): Compared[] {
  const fields = form.sections.flatMap((section) => section.fields)
  const isBlock = (placeFor(form, values)?.rows ?? 0) > 0
  const block = (isBlock && fields.find((field) => field.key === BLOCK)?.fields) || []
  return (Object.entries(FIELDS) as [FacilityKey, string][]).flatMap(([key, name]) => {
    const known = facility[key]
    const inRow = block.find((field) => field.key === name)
    const field = inRow ?? fields.find((each) => each.key === name)
    if (known === null || !field) return []
    const input = inRow ? `${BLOCK}.${row}.${name}` : name
    const typed = [values[input] ?? ''].flat()[0]!.trim()
    const read = readValue(field, input, values, context)
    const words = { t: context.t, full: true }
    const isSame = 'value' in read && read.value === known
    return {
      name: input,
      label: field.label,
      // What cannot be read is shown as it was typed.
      was: 'value' in read ? showAnswer(field, read.value, words) : typed,
      is: showAnswer(field, known, words),
      value: String(known),
      state: isSame ? ('same' as const) : typed === '' ? ('empty' as const) : ('differs' as const),
      identity: IDENTITY.includes(name),
    }
  })
}

/** What is written into the form: empty fields are filled, identity always, the rest only when it is to be overwritten. */
export function toWrite(compared: Compared[], overwrite: boolean): Record<string, string> {
  return Object.fromEntries(
    compared
      .filter(({ state, identity }) => state === 'empty' || (state === 'differs' && (overwrite || identity)))
      .map(({ name, value }) => [name, value]),
  )
}
