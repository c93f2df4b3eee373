import { z } from 'zod'
import { parseFacilityId } from '../domain/forms/identifiers/facilityId.ts'
import { amperesOf } from '../domain/forms/identifiers/fuses.ts'
import { phasesOf } from '../domain/forms/options.ts'
import { parseMeterNumber } from '../domain/forms/identifiers/meterNumber.ts'
import { isRounded, type Parsed } from '../domain/forms/identifiers/parsed.ts'
import { parsePostcode } from '../domain/forms/identifiers/postcode.ts'
import { cleanText } from '../text/clean.ts'

/** A cell of a file or a value of a service: absent, null and '' all say nothing. */
const cell = z
  .union([z.string().max(500, 'Texten är för lång.'), z.number()])
  .nullish()
  .transform((value) => cleanText(String(value ?? '')).trim())

const text = (most: number) =>
  cell
    .refine((value) => value.length <= most, 'Texten är för lång.')
    .refine((value) => !/[\p{Cc}\ufffd]/u.test(value), 'Texten innehåller tecken som inte går att spara.')
    .transform((value) => (value === '' ? null : value))

const identifier = (parse: (typed: string) => Parsed) =>
  cell.transform((value, context) => {
    if (value === '') return null
    const parsed = parse(value)
    if (parsed.ok) return parsed.value
    context.addIssue({ code: 'custom', message: parsed.message })
    return z.NEVER
  })

const facilityId = identifier((typed) =>
  isRounded(typed)
    ? { ok: false, message: 'Kalkylarket har gjort om numret. Formatera kolumnen som text och spara filen igen.' }
    : parseFacilityId(typed),
)

/**
 * What is known of a facility, by the names of the JSON contract; a file's columns and a service's answer are both read
 * by this. A place and its numbers: who lives there is not asked for and not kept.
 */
export const Facility = z.object({
  facilityId: facilityId.transform((value, context) => {
    if (value !== null) return value
    context.addIssue({ code: 'custom', message: 'Ange anläggnings-ID.' })
    return z.NEVER
  }),
  infeedId: facilityId,
  meterNumber: identifier(parseMeterNumber),
  technicalNumber: text(30),
  address: text(200),
  postcode: identifier(parsePostcode),
  city: text(60),
  property: text(60),
  municipality: text(60),
  apartment: cell
    .transform((value) => value.replace(/^(?:lgh|lägenhet)(?:snr|snummer|nr)?[\s.:]*(?=\d)/i, '').replace(/[.,]0$/, ''))
    .refine((value) => /^(\d{4})?$/.test(value), 'Lägenhetsnummer har fyra siffror, t.ex. 1001.')
    .transform((value) => value || null),
  fuse: cell
    .refine((value) => value === '' || amperesOf(value) !== null, 'Ange säkringen i ampere, t.ex. 20.')
    .transform(amperesOf),
  phases: cell.refine((value) => value === '' || phasesOf(value) !== null, 'Ange 1 eller 3 faser.').transform(phasesOf),
})
export type Facility = z.output<typeof Facility>
export type FacilityKey = keyof Facility

/** The columns of the table, and what a heading of a file may say. */
export const FACILITY_COLUMNS: Record<FacilityKey, { column: string; label: string; headings: string[] }> = {
  facilityId: {
    column: 'facility_id',
    label: 'Anläggnings-ID',
    headings: ['anl-id', 'anl_id', 'anläggningsid', 'ean', 'ean-nr', 'gsrn'],
  },
  infeedId: { column: 'infeed_id', label: 'Anläggnings-ID inmatning', headings: ['anl_id_inm', 'ean inmatning'] },
  meterNumber: { column: 'meter_number', label: 'Mätarnummer', headings: ['mätarnr', 'mätare'] },
  technicalNumber: { column: 'technical_number', label: 'Tekniskt nummer', headings: ['tekniskt_nr', 'tekniskt nr'] },
  address: { column: 'address', label: 'Adress', headings: ['anläggningsadress', 'gatuadress'] },
  postcode: { column: 'postcode', label: 'Postnummer', headings: ['postnr'] },
  city: { column: 'city', label: 'Ort', headings: ['postort'] },
  property: { column: 'property', label: 'Fastighetsbeteckning', headings: ['fastighet'] },
  municipality: { column: 'municipality', label: 'Kommun', headings: [] },
  apartment: { column: 'apartment', label: 'Lägenhetsnummer', headings: ['lgh', 'lgh_nr', 'lägenhet'] },
  fuse: { column: 'fuse', label: 'Säkring (A)', headings: ['säkring', 'huvudsäkring', 'mätarsäkring'] },
  phases: { column: 'phases', label: 'Faser', headings: ['antal faser', 'fas'] },
}
export const KEYS = Object.keys(FACILITY_COLUMNS) as FacilityKey[]

/** A row of the table, as a facility. */
export function fromRow(row: Record<string, unknown>): Facility {
  return Object.fromEntries(KEYS.map((key) => [key, row[FACILITY_COLUMNS[key].column] ?? null])) as Facility
}

/** A facility as a row of the table. */
export function toRow(facility: Facility): Record<string, string | number | null> {
  return Object.fromEntries(KEYS.map((key) => [FACILITY_COLUMNS[key].column, facility[key]]))
}
