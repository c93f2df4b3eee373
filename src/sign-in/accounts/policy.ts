import { z } from 'zod'

export const CLASSES = ['lower', 'upper', 'digit', 'other'] as const

/**
 * A tenant's rules for passwords. Periodic change and demanded kinds of characters are there because the trade asks for
 * them, and off because NIST SP 800-63B-4 (3.1.1.2) and ASVS 5 (6.2.5, 6.2.10) advise against them.
 */
const Policy = z.object({
  /** Characters; null: fifteen, or eight for those who have a second step. */
  min_length: z.int().min(8).max(64).nullable().catch(null),
  max_age_days: z.int().min(30).max(730).nullable().catch(null),
  require_classes: z.array(z.enum(CLASSES)).catch([]),
  /** How many of one's former passwords may not come back. */
  history: z.int().min(0).max(24).catch(5),
})
export type Policy = z.infer<typeof Policy>

/** What is absent or wrong in the row is the platform's. */
export function policyOf(json: object): Policy {
  return Policy.parse(json)
}

/** What a password of one who has a second step, or has none, must measure. */
export function shortest(policy: Policy, hasSecondStep: boolean): number {
  return policy.min_length ?? (hasSecondStep ? 8 : 15)
}
