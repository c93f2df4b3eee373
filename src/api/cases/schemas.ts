import { z } from 'zod'
import { statuses } from '../../domain/workflow/status.ts'
import { HOLD_REASONS, MARKS } from '../../cases/symbols/symbols.ts'

// What the API tells, and what it reads beside the forms' own schemas. Names are the document's.

const instant = z.iso.datetime({ offset: true })
const day = z.iso.date()
const states = (group: keyof typeof MARKS) => z.enum(Object.keys(MARKS[group].states) as [string, ...string[]])

export const Answer = z
  .union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(z.string()),
    z.strictObject({ blank: z.string() }),
    z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]))),
  ])
  .meta({
    id: 'Answer',
    description:
      'As its field asks: text, number, true or false, a list of choices, rows of a group, or { blank: reason } where the field may be left out. null takes an answer away. A date is 2027-02-28.',
  })

export const Answers = z
  .record(z.string(), Answer)
  .meta({ id: 'Answers', description: 'Answers by field key. What the fields are is told by the job type.' })

const Told = z.record(z.string(), z.unknown())

export const Summary = z
  .object({
    ref: z.string().meta({ example: 'NEL-2027-000001' }),
    status: z.enum(statuses as [string, ...string[]]),
    status_text: z.string(),
    flow: z.enum(['F', 'D', 'G']),
    job: z.object({ code: z.string(), name: z.string() }),
    owner: z.object({ code: z.string(), name: z.string() }),
    company: z.object({ name: z.string() }),
    area: z.string().nullable(),
    turn: z.enum(['installer', 'owner']).nullable().meta({ description: 'Who is expected to act.' }),
    due_on: day.nullable(),
    hold: z
      .object({ reason: z.enum(Object.keys(HOLD_REASONS) as [string, ...string[]]), until: day.nullable() })
      .nullable(),
    removal_requested: z.boolean(),
    responsible: z.string().nullable(),
    handler: z.string().nullable(),
    reference: z.string().nullable(),
    address: z.string().nullable(),
    orderer: z.string().nullable(),
    facility_id: z.string().nullable(),
    meter_number: z.string().nullable(),
    consent: z
      .object({ number: z.string().nullable(), on: day.nullable(), valid_to: day.nullable() })
      .nullable()
      .meta({ description: 'The consent that stands; null when there is none.' }),
    symbols: z.object({
      preparation: states('preparation').nullable(),
      customer_service: states('customer_service').nullable(),
      invoicing: states('invoicing').nullable(),
      documented: z.boolean(),
      transformer: z.boolean(),
      work_order: z.string().nullable(),
    }),
    revision: z.int().meta({ description: 'How many times it has been sent.' }),
    version: z.int().meta({ description: 'Rises with every change of the case; If-Match compares it.' }),
    submitted_at: instant.nullable(),
    status_since: instant,
    updated_at: instant,
  })
  .meta({ id: 'CaseSummary' })

export const Case = Summary.extend({
  answers: z
    .object({ notice: Told, completion: Told })
    .meta({ description: 'As sent; to the company as it has written since.' }),
  consent_answers: Told.nullable(),
  rejection: z
    .object({
      at: instant,
      by: z.string(),
      comment: z.string(),
      reasons: z.array(z.object({ code: z.string(), text: z.string() })),
      points: z
        .array(z.object({ name: z.string(), label: z.string(), words: z.string() }))
        .meta({ description: 'What is to be put right: fields, rows (`rader.3`) and files (`file.SIT`) by name.' }),
    })
    .nullable()
    .meta({ description: 'Why it came back, while it waits to be corrected.' }),
  editable: z.array(z.enum(['notice', 'completion'])).meta({ description: 'The parts that the key can fill in now.' }),
  moves: z
    .array(z.object({ move: z.string(), label: z.string(), href: z.string() }))
    .meta({ description: 'What the key can do now, as far as status and scopes say; a rule may still refuse.' }),
}).meta({ id: 'Case' })

export const CasePage = z
  .object({
    cases: z.array(Summary),
    cursor: z.string().meta({
      description:
        'Give it as cursor in the next call, also after the last page: then it gives what has changed since.',
    }),
    has_more: z.boolean(),
  })
  .meta({ id: 'CasePage' })

const Fault = z.object({ pointer: z.string().optional(), parameter: z.string().optional(), detail: z.string() })

export const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'The same sentence as the page says, by Accept-Language (sv, en).' }),
    code: z.string().meta({ description: 'For programs: the sentence may change, this does not.' }),
    instance: z.string().meta({ description: 'The number to tell support.' }),
    errors: z
      .array(Fault)
      .optional()
      .meta({ description: 'What is wrong and where: a JSON Pointer (RFC 6901) into the body.' }),
    warnings: z
      .array(Fault.extend({ rule: z.string() }))
      .optional()
      .meta({ description: 'What the rules warn of before sending: accepted by naming their rules in accept.' }),
  })
  .meta({ id: 'Problem' })

export const NoteRead = z
  .object({
    id: z.int(),
    at: instant,
    author: z.string(),
    side: z.enum(['installer', 'owner']),
    audience: z.enum(['shared', 'internal']),
    subject: z.string(),
    body: z.string(),
  })
  .meta({ id: 'Note' })

export const NoteWritten = z
  .strictObject({
    subject: z.string().default('').meta({ description: 'At most 100 characters.' }),
    body: z.string().default('').meta({ description: 'At most 4000 characters.' }),
    audience: z.enum(['shared', 'internal']).meta({ description: 'Both sides, or the own side alone.' }),
  })
  .meta({ id: 'NewNote' })

export const FileRead = z
  .object({
    id: z.int(),
    kind: z.string().meta({ description: 'SIT, ENL, EFF … as the job type names them; OVR is anything else.' }),
    name: z.string(),
    media_type: z.string(),
    size: z.int(),
    sha256: z.string(),
    side: z.string(),
    uploaded_at: instant,
    uploaded_by: z.string(),
    outdated: z.boolean(),
    scan: z.string().meta({ description: 'What the scan for malware has said.' }),
    href: z.string(),
  })
  .meta({ id: 'File' })

export const CaseCreated = z
  .strictObject({
    owner: z.string().meta({ description: 'Code of the network owner.', example: 'NEL' }),
    job: z.string().meta({ description: 'Code of the job type.', example: 'NY01' }),
    area: z.string().optional().meta({ description: 'Code of the area; not needed where the postcode says it.' }),
    postcode: z.string().optional(),
    reference: z.string().optional().meta({ description: 'Your own order number.' }),
    responsible: z
      .string()
      .optional()
      .meta({ description: 'Username of the installer who answers for it; else the contact of the key.' }),
    copy: z.string().optional().meta({ description: 'Reference of a case to copy.' }),
    copy_files: z.boolean().optional(),
    answers: Answers.optional(),
  })
  .meta({ id: 'NewCase' })
