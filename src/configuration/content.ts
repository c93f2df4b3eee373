import { z } from 'zod'
import { RESTARTS, USUAL } from '../domain/forms/terms.ts'
import { CLASSES } from '../sign-in/accounts/policy.ts'
import { form } from './formShape.ts'

// The shape of every draft and of all that is published. What makes sense within it is asked in check.ts.

export type Part = 'notice' | 'consent' | 'completion'
export const PARTS: readonly Part[] = ['notice', 'consent', 'completion']

const text = (max: number) => z.string().max(max)
const filled = (max: number) => text(max).min(1)
const whole = (least: number, most: number) => z.int().min(least).max(most)

const Job = z.strictObject({
  code: text(10),
  name: filled(150),
  type: text(10),
  flow: z.enum(['F', 'D', 'G']),
  leadDays: whole(0, 400),
  blockAllowed: z.boolean(),
  active: z.boolean(),
  /** Its own time limits, in vardagar; absent: the owner's. */
  decisionDays: whole(1, 400).exactOptional(),
  completionDays: whole(1, 400).exactOptional(),
  restart: z.enum(RESTARTS).exactOptional(),
  notice: form,
  consent: form,
  completion: form,
})
export type DraftJob = z.infer<typeof Job>

export const USES = ['approve', 'reject', 'cancel', 'hold', 'note', 'any'] as const
/** Words that handläggare reuse, with merge fields in braces. */
const Text = z.strictObject({ code: text(20), title: filled(100), text: filled(4000), use: z.enum(USES) })
export type StandardText = z.infer<typeof Text>

/** What the braces of a standard text may name, as src/cases fills them in. */
export const MERGE_FIELDS = ['nummer', 'adress', 'installatör', 'handläggare', 'nätägare', 'datum'] as const

const Auto = z.strictObject({
  code: text(10),
  name: filled(100),
  active: z.boolean(),
  jobs: z.array(text(10)),
  /** Ampere, of the fuse the facility gets; null: any. */
  maxFuse: whole(1, 10_000).nullable(),
  /** Only when the installer was warned of nothing. */
  noWarnings: z.boolean(),
  /** How many notices of the company the owner must have approved before. */
  minApproved: whole(0, 10_000),
  /** And how many of a hundred it may have rejected, of the last year. */
  maxRejectedPercent: whole(0, 100),
  /** What the consent says of the connection point and to the installer. */
  connectionPoint: text(60),
  message: text(2000),
})
export type AutoRule = z.infer<typeof Auto>

/** Which färdiganmälningar are accepted without a person, of those that are simple (domain/workflow/simpleCompletion.ts). */
const Accept = z.strictObject({
  code: text(10),
  name: filled(100),
  active: z.boolean(),
  jobs: z.array(text(10)),
  /** Of the company: how many färdiganmälningar approved before, and how many of a hundred rejected, of the last year. */
  minApproved: whole(0, 10_000),
  maxRejectedPercent: whole(0, 100),
})
export type AcceptRule = z.infer<typeof Accept>

const Rules = z.strictObject({
  /** Who prepared a decision does not make it. */
  fourEyes: z.boolean(),
  /** Days after closing until a settled case is archived for good (T18 by the system); null: by hand. */
  archiveAfterDays: whole(1, 3650).nullable(),
  /** What the clock does when a case that was sent back comes again. */
  restart: z.enum(RESTARTS),
  /** How many months a temporary facility may stay connected (V11); null: as long as it takes. */
  temporaryMonths: whole(1, 120).nullable(),
  /** In order: the first that fits approves (T31). */
  auto: z.array(Auto),
  /** The same for färdiganmälningar (T33). */
  accept: z.array(Accept),
})
export type Rules = z.infer<typeof Rules>

/** Columns of `owners` that are set when a draft is published. */
const Settings = z.strictObject({
  information: text(600).nullable(),
  phone: text(40).nullable(),
  email: text(200).nullable(),
  opening_hours: text(200).nullable(),
  decision_days: whole(1, 400),
  completion_days: whole(1, 400),
  completion_lead_days: whole(0, 60),
  consent_months: whole(1, 60),
  strict_area: z.boolean(),
  withdrawal_allowed: z.boolean(),
  consent_revocable: z.boolean(),
  expired_stops: z.boolean(),
  quote_may_wait: z.boolean(),
  mail_received: z.boolean(),
  mail_withdrawn: z.boolean(),
  mail_hold: z.boolean(),
  remind_late: z.boolean(),
  remind_escalated: z.boolean(),
  remind_order: z.boolean(),
  remind_temporary: z.boolean(),
  remind_returned: z.boolean(),
  remind_consent: z.boolean(),
})
export type Settings = z.infer<typeof Settings>
export const SETTING_NAMES = Object.keys(Settings.shape) as (keyof Settings)[]

const postcode = z.string().regex(/^[1-9]\d{4}$/)
const Area = z.strictObject({
  code: z.string().regex(/^[A-ZÅÄÖ][A-ZÅÄÖ0-9]{2}$/),
  name: filled(100),
  email: text(200).nullable(),
  /** From and to. */
  postcodes: z.array(z.tuple([postcode, postcode])).max(5000),
})
export type DraftArea = z.infer<typeof Area>

const ampere = whole(1, 10_000)
/** Which fuses there are, and within which intervals they are changed without consent. */
const Fuses = z.strictObject({
  ladder: z.array(ampere).max(40),
  intervals: z.array(z.array(ampere).min(1).max(40)).max(20),
})
export type Fuses = z.infer<typeof Fuses>

/** A file is named by its number in configuration_files (storedFiles.ts), and by its name. */
const stored = { file: z.int().min(1), name: filled(255) }

/** A document to be filled in and sent along. */
const Template = z.strictObject({
  code: filled(20),
  title: filled(100),
  help: text(200),
  /** None: for all. */
  jobs: z.array(text(10)).max(200),
  validFrom: z.iso.date(),
  /** The last day; null: until further notice. */
  validTo: z.iso.date().nullable(),
  ...stored,
})
export type Template = z.infer<typeof Template>

/** The entrance. */
const Look = z.strictObject({
  text: text(600).nullable(),
  /** Null: ours. */
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .nullable(),
  logo: z.strictObject(stored).nullable(),
})
export type Look = z.infer<typeof Look>

const Passwords = z.strictObject({
  /** Null: fifteen, or eight for those who have a second step (sign-in/accounts/policy.ts). */
  min_length: whole(8, 64).nullable(),
  max_age_days: whole(30, 730).nullable(),
  require_classes: z.array(z.enum(CLASSES)),
  history: whole(0, 24),
  two_step_required: z.boolean(),
})
export type Passwords = z.infer<typeof Passwords>

/**
 * All that a network owner decides about its forms and rules, as its administrators edit it: one draft, published as a
 * whole. What is hidden is kept here and left out of what is published (publish.ts), so that it can be shown again.
 */
export const Content = z.strictObject({
  /** Installationstyper, in order. */
  types: z.array(z.strictObject({ code: text(10), name: filled(100) })),
  /** In order; within a type is what counts. */
  jobs: z.array(Job),
  reasons: z.array(
    z.strictObject({ code: text(10), text: filled(200), phase: z.enum(['notice', 'completion', 'both']) }),
  ),
  texts: z.array(Text),
  rules: Rules,
  settings: Settings,
  areas: z.array(Area),
  fuses: Fuses,
  templates: z.array(Template).max(200),
  look: Look,
  passwords: Passwords,
})
export type Content = z.infer<typeof Content>

/** As an owner begins. */
export const BEGUN: Omit<Rules, 'auto'> = {
  fourEyes: false,
  archiveAfterDays: null,
  restart: USUAL.restart,
  temporaryMonths: USUAL.temporaryMonths,
  accept: [],
}

const BEGUN_SETTINGS = {
  mail_hold: false,
  expired_stops: false,
  quote_may_wait: false,
  remind_late: true,
  remind_escalated: true,
  remind_order: true,
  remind_temporary: true,
  remind_returned: true,
  remind_consent: true,
}

/** A draft or version as it was kept, with the rules and settings that came to be since. */
export function withRules(kept: Content): Content {
  return {
    ...kept,
    rules: { ...BEGUN, ...kept.rules },
    settings: { ...BEGUN_SETTINGS, ...kept.settings },
  }
}
