import { KINDS } from './kinds.ts'

/** SQL: how long the reader's company keeps drafts, if it has said so itself. */
export const DRAFT_RULE = `select days from retention_rules where kind = 'drafts'`

export function draftDaysOf(rule: { days: number | null } | undefined): number | null {
  return rule ? rule.days : KINDS.drafts.usual
}
