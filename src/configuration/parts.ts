import { z } from 'zod'
import { CLASSES } from '../sign-in/accounts/policy.ts'

// The parts of a draft that are no form. A file is named by its number in configuration_files (storedFiles.ts).

const ampere = z.int().min(1).max(10_000)

export const Fuses = z.strictObject({
  ladder: z.array(ampere).max(40),
  intervals: z.array(z.array(ampere).min(1).max(40)).max(20),
})
export type Fuses = z.infer<typeof Fuses>

export const Template = z.strictObject({
  code: z.string().min(1).max(20),
  title: z.string().min(1).max(100),
  help: z.string().max(200),
  /** None: for all. */
  jobs: z.array(z.string().max(10)).max(200),
  validFrom: z.iso.date(),
  /** The last day; null: until further notice. */
  validTo: z.iso.date().nullable(),
  file: z.int().min(1),
  /** The file's. */
  name: z.string().min(1).max(255),
})
export type Template = z.infer<typeof Template>

export const Look = z.strictObject({
  text: z.string().max(600).nullable(),
  /** Null: ours. */
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .nullable(),
  logo: z.strictObject({ file: z.int().min(1), name: z.string().min(1).max(255) }).nullable(),
})
export type Look = z.infer<typeof Look>

export const Passwords = z.strictObject({
  /** Null: fifteen, or eight for those who have a second step (sign-in/accounts/policy.ts). */
  min_length: z.int().min(8).max(64).nullable(),
  max_age_days: z.int().min(30).max(730).nullable(),
  require_classes: z.array(z.enum(CLASSES)),
  history: z.int().min(0).max(24),
  two_step_required: z.boolean(),
})
export type Passwords = z.infer<typeof Passwords>
