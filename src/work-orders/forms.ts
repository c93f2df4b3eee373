import { z } from 'zod'
import { CasePath, CaseVersion } from '../cases/workflow/forms.ts'
import type { OrderRow } from '../db/rowTypes.ts'
import { parseMeterNumber } from '../domain/forms/identifiers/meterNumber.ts'
import { parseNumber } from '../domain/forms/identifiers/number.ts'
import { optionalIdentifier, writtenDay } from '../web/forms.ts'
import { ORDER_KINDS } from './kinds.ts'
import { id, longId } from '../web/ids.ts'

const kinds = Object.keys(ORDER_KINDS) as [OrderRow['kind'], ...OrderRow['kind'][]]

const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max, 'Texten är för lång.')
    .regex(
      /^[^\ufffd\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/u,
      'Texten innehåller tecken som inte går att spara.',
    )
    .default('')

export const OrderPath = CasePath.extend({ order: longId() })
export const OrderId = z.object({ order: longId() })

export const PlanForm = z.object({
  facilities: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((posted) => [...new Set([posted].flat())].filter((row) => /^[1-9]\d{0,2}$/.test(row)).map(Number)),
  kind: z.enum(kinds, 'Välj vad som ska göras.'),
  fitter: z.union([z.literal('').transform(() => null), id('Välj en montör.')]).default(null),
  planned_on: z.union([z.literal('').transform(() => null), writtenDay()]).default(null),
  access: text(1000),
})

export const CancelForm = z.object({
  reason: text(1000).pipe(z.string().min(10, 'Skriv minst tio tecken, så att mottagaren förstår varför.')),
})

/** '48 211,5' is a reading, 40 a constant; nothing is too, where no meter is read. */
const amount = (unit: string | undefined, message: string) =>
  z
    .string()
    .default('')
    .transform((typed) => (typed.trim() === '' ? '' : parseNumber(typed, { ...(unit && { unit }), decimals: 3 })))
    .transform((read) => (typeof read === 'string' ? read : read.ok ? read.value : '?'))
    .refine((typed) => /^(\d{1,8}(\.\d{1,3})?)?$/.test(typed), message)
    .transform((typed) => (typed === '' ? null : Number(typed)))
const reading = amount('kWh', 'Skriv mätarställningen som ett tal, t.ex. 48211.')
const constant = amount(undefined, 'Skriv konstanten som ett tal, t.ex. 40.').refine(
  (value) => value !== 0,
  'Skriv konstanten som ett tal, t.ex. 40.',
)
const meter = optionalIdentifier(parseMeterNumber).default(null)

const Report = z.object({
  outcome: z.enum(['done', 'deviating'], 'Välj hur det gick.'),
  report: text(2000),
  removed_meter: meter,
  removed_reading: reading,
  removed_constant: constant,
  meter_number: meter,
  meter_reading: reading,
  meter_constant: constant,
})
export type ReportInput = z.output<typeof Report>

/** What the montör reports; after a swap of meters, number and reading of both. What could not be done is told in words. */
export const reportForm = (kind: OrderRow['kind']) =>
  Report.superRefine(({ outcome, report, ...typed }, context) => {
    const wrong = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message })
    if (outcome === 'deviating' && report.length < 10) wrong('report', 'Beskriv avvikelsen med minst tio tecken.')
    if (typed.removed_meter !== null && typed.removed_meter === typed.meter_number)
      wrong('meter_number', 'Den nya mätaren har samma nummer som den nedtagna.')
    if (outcome !== 'done' || kind !== 'swap') return
    if (typed.removed_meter === null) wrong('removed_meter', 'Skriv den nedtagna mätarens nummer.')
    if (typed.removed_reading === null) wrong('removed_reading', 'Skriv vad den nedtagna mätaren stod på.')
    if (typed.meter_number === null) wrong('meter_number', 'Skriv den nya mätarens nummer.')
    if (typed.meter_reading === null) wrong('meter_reading', 'Skriv vad den nya mätaren står på.')
  })

export const StepForm = CaseVersion.extend({
  to: z.string().max(20).default(''),
  result: text(2000),
})

export const ListQuery = z.object({
  part: z.string().max(20).nullable().catch(null),
  after: z.string().nullable().catch(null),
})
