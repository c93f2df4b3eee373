import { REFERENCE } from '../../domain/caseReference.ts'
import { z } from 'zod'
import type { MoveForm } from '../../domain/workflow/status.ts'
import { HOLD_REASONS, MARKS } from '../symbols/symbols.ts'
import { writtenDay } from '../../web/forms.ts'
import { id } from '../../web/ids.ts'

/** 'NEL-2027-000001': anything else is a page that is not there. */
export const CasePath = z.object({ ref: z.string().regex(new RegExp(`^${REFERENCE}$`)) })

/** The version of the case that the page was drawn from (optimistic lock). */
export const CaseVersion = z.object({ _version: id() })

/** Each row of a blockanmälan can be pointed at. */
const several = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((value) => (Array.isArray(value) ? value : [value]))
  .pipe(z.array(z.string().max(100)).max(1000))

/** Free text as stored: U+FFFD stands where NUL or half a character was posted (web/forms.ts). */
const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max, 'Texten är för lång.')
    .regex(
      /^[^\ufffd\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/u,
      'Texten innehåller tecken som inte går att spara.',
    )

const optional = text(2000).default('')
const reason = text(2000).min(10, 'Skriv minst tio tecken, så att mottagaren förstår varför.')

const empty = CaseVersion.partial()

/** What is posted with each kind of move; answers of a form definition are read by domain/forms/schema.ts beside this. */
export const MOVE_FORMS = {
  none: empty,
  notice: empty,
  completion: empty,
  both: empty,
  newCase: empty,
  consent: empty,
  acceptance: empty,
  rejection: empty.extend({
    codes: several.refine((codes) => codes.length > 0, 'Välj minst en orsak.'),
    fields: several,
    attachments: several,
    comment: text(4000).min(10, 'Skriv minst tio tecken, så att installatören vet vad som ska rättas.'),
  }),
  reason: empty.extend({ comment: reason }),
  optionalReason: empty.extend({ comment: optional }),
  assignment: empty.extend({ handler: id().optional() }),
  hold: empty.extend({
    reason: z.enum(['', ...(Object.keys(HOLD_REASONS) as (keyof typeof HOLD_REASONS)[])]).default(''),
    until: z.union([z.literal(''), writtenDay()]).default(''),
    comment: optional,
  }),
  extension: empty.extend({ until: writtenDay(), comment: optional }),
  responsible: empty.extend({
    responsible: id('Välj en kollega.'),
  }),
  marks: empty.extend({
    preparation: mark('preparation'),
    invoicing: mark('invoicing'),
    customer_service: mark('customer_service'),
    transformer_by_hand: z
      .enum(['', 'ja', 'nej'])
      .default('')
      .transform((value) => (value === '' ? null : value === 'ja')),
    documented: z
      .enum(['', 'ja'])
      .default('')
      .transform((value) => value === 'ja'),
  }),
} satisfies Record<MoveForm, z.ZodType>

function mark(group: keyof typeof MARKS) {
  const states = ['', ...Object.keys(MARKS[group].states)]
  return z
    .string()
    .default('')
    .refine((value) => states.includes(value), 'Välj ett av alternativen.')
    .transform((value) => (value === '' ? null : value))
}

/** Why a colleague's proposal is turned down; one's own is taken back without. */
export const Refusal = z.object({ proposal_comment: z.union([z.literal(''), reason]).default('') })

export const NewCase = z.object({
  owner: id('Välj nätbolag.'),
  job: id('Välj jobbtyp.'),
  area: z.union([z.literal('').transform(() => null), id('Välj nätområde.')]).default(null),
  postcode: text(60).default(''),
  reference: text(40).default(''),
  copy: z.string().max(40).default(''),
  files: z.enum(['', 'ja']).catch(''),
})

export const Note = z.object({
  subject: text(100).min(1, 'Skriv ett ämne.'),
  body: text(4000).min(1, 'Skriv en text.'),
  audience: z.enum(['shared', 'internal'], 'Välj vem som får läsa.'),
})
