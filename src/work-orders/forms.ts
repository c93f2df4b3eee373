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

/** '48 211,5' is a reading; nothing is too, where no meter is read. */
const reading = z
  .string()
  .default('')
  .transform((typed) => (typed.trim() === '' ? '' : parseNumber(typed, { unit: 'kWh', decimals: 3 })))
  .transform((read) => (typeof read === 'string' ? read : read.ok ? read.value : '?'))
  .refine((typed) => /^(\d{1,8}(\.\d{1,3})?)?$/.test(typed), 'Skriv mätarställningen som ett tal, t.ex. 48211.')
  .transform((typed) => (typed === '' ? null : Number(typed)))

export const ReportForm = z
  .object({
    outcome: z.enum(['done', 'deviating'], 'Välj hur det gick.'),
    report: text(2000),
    meter_number: optionalIdentifier(parseMeterNumber).default(null),
    meter_reading: reading,
  })
  .refine(({ outcome, report }) => outcome === 'done' || report.length >= 10, {
    path: ['report'],
    error: 'Beskriv avvikelsen med minst tio tecken.',
  })

export const StepForm = CaseVersion.extend({
  to: z.string().max(20).default(''),
  result: text(2000),
})

export const ListQuery = z.object({
  part: z.string().max(20).nullable().catch(null),
  after: z.string().nullable().catch(null),
})
