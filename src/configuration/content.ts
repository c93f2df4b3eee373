import { z } from 'zod'
import type { RejectionReason } from '../cases/workflow/queries.ts'
import { RESTARTS, USUAL, type Restart } from '../domain/forms/terms.ts'
import { flow, form, line, type DraftForm } from './formShape.ts'
import { Fuses, Look, Passwords, Template } from './parts.ts'
import type { JobType } from '../domain/forms/definition.ts'

/**
 * All that a network owner decides about its forms and rules, as its administrators edit it: one draft, published as a
 * whole. What is hidden is kept here and left out of what is published (publish.ts), so that it can be shown again.
 */
export interface Content {
  /** Installationstyper, in order. */
  types: { code: string; name: string }[]
  /** In order; within a type is what counts. */
  jobs: DraftJob[]
  reasons: RejectionReason[]
  texts: StandardText[]
  rules: Rules
  settings: Settings
  areas: DraftArea[]
  /** Which fuses there are, and within which intervals they are changed without consent. */
  fuses: Fuses
  /** Documents to be filled in and sent along. */
  templates: Template[]
  /** The entrance: its words, colour and logo. */
  look: Look
  passwords: Passwords
}

export type Part = 'notice' | 'consent' | 'completion'
export const PARTS: readonly Part[] = ['notice', 'consent', 'completion']

export interface DraftJob extends Omit<JobType, 'type' | 'terms' | Part> {
  type: string
  active: boolean
  /** Its own time limits, in vardagar; absent: the owner's. */
  decisionDays?: number
  completionDays?: number
  restart?: Restart
  notice: DraftForm
  consent: DraftForm
  completion: DraftForm
}
/** Words that handläggare reuse, with merge fields in braces. */
export interface StandardText {
  code: string
  title: string
  text: string
  use: (typeof USES)[number]
}
export const USES = ['approve', 'reject', 'cancel', 'hold', 'note', 'any'] as const

/** What the braces of a standard text may name, as src/cases fills them in. */
export const MERGE_FIELDS = ['nummer', 'adress', 'installatör', 'handläggare', 'nätägare', 'datum'] as const

export interface Rules {
  /** Who prepared a decision does not make it. */
  fourEyes: boolean
  /** Days after closing until a settled case is archived for good (T18 by the system); null: by hand. */
  archiveAfterDays: number | null
  /** What the clock does when a case that was sent back comes again. */
  restart: Restart
  /** How many months a temporary facility may stay connected (V11); null: as long as it takes. */
  temporaryMonths: number | null
  /** In order: the first that fits approves (T31). */
  auto: AutoRule[]
}

/** As an owner begins. */
export const BEGUN: Omit<Rules, 'auto'> = {
  fourEyes: false,
  archiveAfterDays: null,
  restart: USUAL.restart,
  temporaryMonths: USUAL.temporaryMonths,
}

const BEGUN_SETTINGS = { mail_hold: false }

/** A draft or version as it was kept, with the rules and settings that came to be since. */
export function withRules(kept: Content): Content {
  return {
    ...kept,
    rules: { ...BEGUN, ...kept.rules },
    settings: { ...BEGUN_SETTINGS, ...kept.settings },
  }
}

export interface AutoRule {
  code: string
  name: string
  active: boolean
  jobs: string[]
  /** Ampere, of the fuse the facility gets; null: any. */
  maxFuse: number | null
  /** Only when the installer was warned of nothing. */
  noWarnings: boolean
  /** How many notices of the company the owner must have approved before. */
  minApproved: number
  /** And how many of a hundred it may have rejected, of the last year. */
  maxRejectedPercent: number
  /** What the consent says of the connection point and to the installer. */
  connectionPoint: string
  message: string
}

const SETTINGS = {
  information: z.string().max(600).nullable(),
  phone: z.string().max(40).nullable(),
  email: z.string().max(200).nullable(),
  opening_hours: z.string().max(200).nullable(),
  decision_days: z.int().min(1).max(400),
  completion_days: z.int().min(1).max(400),
  completion_lead_days: z.int().min(0).max(60),
  consent_months: z.int().min(1).max(60),
  strict_area: z.boolean(),
  withdrawal_allowed: z.boolean(),
  consent_revocable: z.boolean(),
  mail_received: z.boolean(),
  mail_withdrawn: z.boolean(),
  mail_hold: z.boolean(),
}
/** Columns of `owners` that are set when a draft is published. */
export type Settings = { [K in keyof typeof SETTINGS]: z.infer<(typeof SETTINGS)[K]> }
export const SETTING_NAMES = Object.keys(SETTINGS) as (keyof Settings)[]

export interface DraftArea {
  code: string
  name: string
  email: string | null
  postcodes: [from: string, to: string][]
}

/** The shape of every draft and of all that is published. What makes sense within it is asked in check.ts. */
export const Content: z.ZodType<Content> = z.strictObject({
  types: z.array(z.strictObject({ code: line(10), name: line(100).min(1) })),
  jobs: z.array(
    z.strictObject({
      code: line(10),
      name: line(150).min(1),
      type: line(10),
      flow,
      leadDays: z.int().min(0).max(400),
      blockAllowed: z.boolean(),
      active: z.boolean(),
      decisionDays: z.int().min(1).max(400).exactOptional(),
      completionDays: z.int().min(1).max(400).exactOptional(),
      restart: z.enum(RESTARTS).exactOptional(),
      notice: form,
      consent: form,
      completion: form,
    }),
  ),
  reasons: z.array(
    z.strictObject({ code: line(10), text: line(200).min(1), phase: z.enum(['notice', 'completion', 'both']) }),
  ),
  texts: z.array(
    z.strictObject({ code: line(20), title: line(100).min(1), text: line(4000).min(1), use: z.enum(USES) }),
  ),
  rules: z.strictObject({
    fourEyes: z.boolean(),
    archiveAfterDays: z.int().min(1).max(3650).nullable(),
    restart: z.enum(RESTARTS),
    temporaryMonths: z.int().min(1).max(120).nullable(),
    auto: z.array(
      z.strictObject({
        code: line(10),
        name: line(100).min(1),
        active: z.boolean(),
        jobs: z.array(line(10)),
        maxFuse: z.int().min(1).max(10_000).nullable(),
        noWarnings: z.boolean(),
        minApproved: z.int().min(0).max(10_000),
        maxRejectedPercent: z.int().min(0).max(100),
        connectionPoint: line(60),
        message: line(2000),
      }),
    ),
  }),
  settings: z.strictObject(SETTINGS),
  areas: z.array(
    z.strictObject({
      code: z.string().regex(/^[A-ZÅÄÖ][A-ZÅÄÖ0-9]{2}$/),
      name: line(100).min(1),
      email: line(200).nullable(),
      postcodes: z.array(z.tuple([z.string().regex(/^[1-9]\d{4}$/), z.string().regex(/^[1-9]\d{4}$/)])).max(5000),
    }),
  ),
  fuses: Fuses,
  templates: z.array(Template).max(200),
  look: Look,
  passwords: Passwords,
})

/** A field that the owner made itself; the catalogue has no such key. */
export const OWN = 'x_egen_'
export const isOwn = (key: string): boolean => key.startsWith(OWN)
