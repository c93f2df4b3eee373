import { z } from 'zod'
import { HOLD_REASONS, MARKS } from '../../cases/symbols/symbols.ts'
import type { MoveForm } from '../../domain/workflow/status.ts'
import { Answers } from './schemas.ts'

const comment = z.string().optional().meta({ description: 'Read by the other side.' })
const reason = comment.meta({ description: 'Why: at least ten characters, read by the other side.' })
const despite = z
  .boolean()
  .optional()
  .meta({ description: 'Approve although the installer has asked for removal: that refuses the request.' })
const state = (group: keyof typeof MARKS) =>
  z
    .enum(Object.keys(MARKS[group].states) as [string, ...string[]])
    .nullable()
    .optional()

const empty = z.strictObject({})

/** What each kind of move carries, in JSON. The form of the page reads it afterwards, with its own sentences. */
export const MOVE_BODIES = {
  none: z.strictObject({ despite_removal: despite }),
  notice: empty,
  completion: empty,
  both: empty,
  newCase: empty,
  consent: z.strictObject({
    consent: Answers.optional().meta({ description: 'The network data of section X, by field key.' }),
    despite_removal: despite,
  }),
  acceptance: z.strictObject({
    accept_deviation: z
      .boolean()
      .optional()
      .meta({ description: 'The work deviates from the consent, and that is accepted.' }),
    despite_removal: despite,
  }),
  rejection: z.strictObject({
    reasons: z.array(z.string()).optional().meta({ description: 'Codes of the network owner.' }),
    comment: reason,
    points: z
      .array(z.strictObject({ name: z.string(), words: z.string().optional() }))
      .optional()
      .meta({
        description:
          'What is to be put right, with words at each: fields by key, rows (`rader.3`), files (`file.SIT`). Only what the case shows.',
      }),
  }),
  reason: z.strictObject({ comment: reason }),
  optionalReason: z.strictObject({ comment }),
  assignment: z.strictObject({ handler: z.string().optional().meta({ description: 'Username of a colleague.' }) }),
  hold: z.strictObject({
    reason: z.enum(Object.keys(HOLD_REASONS) as [string, ...string[]]).optional(),
    until: z.string().optional().meta({ description: 'A date; without it until it is ended.' }),
    comment,
    end: z.boolean().optional().meta({ description: 'Ends the hold.' }),
  }),
  extension: z.strictObject({ until: z.string().optional(), comment }),
  responsible: z.strictObject({ responsible: z.string().optional().meta({ description: 'Username of a colleague.' }) }),
  marks: z.strictObject({
    preparation: state('preparation'),
    invoicing: state('invoicing'),
    customer_service: state('customer_service'),
    documented: z.boolean().optional(),
    transformer_by_hand: z.boolean().nullable().optional(),
  }),
} satisfies Record<MoveForm, z.ZodType>

export const Sending = z.strictObject({
  accept: z
    .array(z.string())
    .default([])
    .meta({ description: 'Warnings that have been read, by the rule in warnings.' }),
})
