import type { Answers, Finding, JobType } from './definition.ts'
import { completionRules } from './rules/completion.ts'
import { noticeRules } from './rules/notice.ts'

export interface RuleContext {
  owner: { ladder: number[]; intervals: number[][]; completionLeadDays: number; strictArea: boolean }
  companyOrgNumber: string | null
  companyAuthorisation: 'A' | 'AL' | 'B' | null
  /** Does the chosen area hold the facility's postnummer? null when either is unknown. */
  areaHasPostcode: boolean | null
  otherActiveCase: 'own' | 'other' | null
  ownCaseNumber?: string
  /** When the fuse of this facility was changed last, if within twelve months. */
  recentFuseChange?: string | null
}

export interface Asked {
  job: JobType
  phase: 'notice' | 'completion'
  notice: Answers
  completion: Answers
  consent: Answers
  today: string
  context: RuleContext
}

/** What a rule has to say, without its own code; nothing when it has no objection. */
export type Said = Omit<Finding, 'rule'>
export type Rule = (asked: Asked) => Said | null

export const RULES: Record<string, Rule> = { ...noticeRules, ...completionRules }

/** What the rules of a job type say of a form (domain.md 3.6): errors block sending, warnings want a tick. Pure. */
export function findings(asked: Asked): Finding[] {
  return asked.job[asked.phase].rules.flatMap((code) => {
    const said = RULES[code]?.(asked)
    return said ? [{ rule: code, ...said }] : []
  })
}
