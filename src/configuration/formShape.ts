import { z } from 'zod'
import type { AttachmentSlot, Condition, Field, FormDefinition, Section } from '../domain/forms/definition.ts'

export interface DraftForm extends Omit<FormDefinition, 'sections' | 'attachments'> {
  sections: DraftSection[]
  attachments: DraftSlot[]
}
export interface DraftSlot extends AttachmentSlot {
  hidden?: true
}
export interface DraftSection extends Omit<Section, 'fields'> {
  fields: DraftField[]
}
export interface DraftField extends Omit<Field, 'fields'> {
  hidden?: true
  fields?: DraftField[]
}

const line = (max: number) => z.string().max(max)
const key = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/)

const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ field: key, in: z.array(z.union([z.string(), z.number()])) }),
    z.strictObject({ field: key, above: z.number() }),
    z.strictObject({ field: key, below: z.number() }),
    z.strictObject({ field: key, filled: z.boolean() }),
    z.strictObject({ all: z.array(condition) }),
    z.strictObject({ any: z.array(condition) }),
    z.strictObject({ not: condition }),
    // Last: zod composes a message for each alternative of a union that fits nothing.
    z.strictObject({ field: key, is: z.union([z.string(), z.number(), z.boolean()]) }),
  ]),
)
const demand = z.union([z.boolean(), condition])

const field: z.ZodType<DraftField> = z.lazy(() =>
  z.strictObject({
    key,
    label: line(150).min(1),
    help: line(500).exactOptional(),
    type: z.enum(FIELD_TYPES),
    required: demand.exactOptional(),
    when: condition.exactOptional(),
    options: z.array(z.strictObject({ value: line(60), label: line(150).min(1) })).exactOptional(),
    unit: line(20).exactOptional(),
    min: z.number().exactOptional(),
    max: z.number().exactOptional(),
    decimals: z.int().min(0).max(6).exactOptional(),
    maxLength: z.int().min(1).max(10_000).exactOptional(),
    pattern: z.strictObject({ source: line(200), message: line(200) }).exactOptional(),
    notBefore: z.enum(['today', '1900-01-01']).exactOptional(),
    notAfter: z.literal('today').exactOptional(),
    blankAllowed: z.boolean().exactOptional(),
    initial: z.union([z.string(), z.number(), z.boolean()]).exactOptional(),
    startsAs: key.exactOptional(),
    suggest: z.enum(['municipality']).exactOptional(),
    identity: z.enum(['person', 'organisation', 'both']).exactOptional(),
    vat: z.boolean().exactOptional(),
    noDigits: z.boolean().exactOptional(),
    fields: z.array(field).exactOptional(),
    minRows: z.int().min(0).exactOptional(),
    maxRows: z.int().min(1).exactOptional(),
    rowLabel: line(60).exactOptional(),
    grid: z.boolean().exactOptional(),
    rowsOf: key.exactOptional(),
    countOf: key.exactOptional(),
    reckoned: z.enum(['generatorType']).exactOptional(),
    formula: z
      .strictObject({
        op: z.enum(['sum', 'difference', 'product', 'quotient']),
        of: z.array(z.union([z.number(), z.string().regex(/^[a-z][a-z0-9_]{0,59}(\.[a-z][a-z0-9_]{0,59})?$/)])).max(10),
      })
      .exactOptional(),
    given: z.boolean().exactOptional(),
    unique: z.boolean().exactOptional(),
    width: z.union([z.literal(3), z.literal(4), z.literal(6), z.literal(8), z.literal(12)]).exactOptional(),
    ownerOnly: z.boolean().exactOptional(),
    sensitive: z.boolean().exactOptional(),
    hidden: z.literal(true).exactOptional(),
  }),
)

const FIELD_TYPES = [
  'text',
  'longText',
  'number',
  'choice',
  'choices',
  'yesNo',
  'tick',
  'date',
  'fuse',
  'facilityId',
  'meterNumber',
  'identity',
  'orgNumber',
  'gln',
  'postcode',
  'phone',
  'email',
  'group',
] as const satisfies readonly Field['type'][]

/** A form of a draft, with what is hidden in it. */
export const form = z.strictObject({
  sections: z.array(
    z.strictObject({
      key: line(10),
      title: line(150).min(1),
      help: line(500).exactOptional(),
      optional: z.boolean().exactOptional(),
      when: condition.exactOptional(),
      fields: z.array(field).max(150),
    }),
  ),
  attachments: z.array(
    z.strictObject({
      kind: z.string().regex(/^[A-Z]{3}$/),
      label: line(150).min(1),
      help: line(500).exactOptional(),
      required: demand.exactOptional(),
      hidden: z.literal(true).exactOptional(),
    }),
  ),
  rules: z.array(line(10)),
}) satisfies z.ZodType<DraftForm>
