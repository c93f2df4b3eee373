import type { Finding, JobType } from './definition.ts'
import { completionRules } from './rules/completion.ts'
import { dateRules } from './rules/dates.ts'
import { facilityRules } from './rules/facility.ts'
import { fuseRules } from './rules/fuses.ts'
import { peopleRules } from './rules/people.ts'
import { powerRules } from './rules/power.ts'
import type { Asked, Rule } from './rules/rule.ts'
import { fieldsOf } from './schema.ts'

export type { Asked, Rule, RuleContext } from './rules/rule.ts'

/**
 * All rules. V01–V21 are the cross-field rules of docs/domain.md 3.6; the others, by section letter, bound single fields
 * (docs/domain.md 3.2 and 3.3).
 */
export const RULES: readonly Rule[] = [
  ...peopleRules,
  ...facilityRules,
  ...fuseRules,
  ...powerRules,
  ...dateRules,
  ...completionRules,
]

const byCode = new Map(RULES.map((rule) => [rule.code, rule]))

/**
 * Runs the rules of a job type: errors block sending, warnings must be ticked. Pure. Unknown codes, as in a form published
 * long ago, are ignored.
 */
export function findings(asked: Asked): Finding[] {
  return asked.job[asked.phase].rules.flatMap((code) => {
    const rule = byCode.get(code)
    if (!rule?.phases.includes(asked.phase)) return []
    return [rule.check(asked) ?? []].flat().map((said) => ({ rule: code, ...said, ...mildIfUnseen(said, asked.job) }))
  })
}

/** An error at a field that the owner has hidden becomes a warning: the installer could not correct it. */
function mildIfUnseen({ severity, field }: Pick<Finding, 'severity' | 'field'>, job: JobType) {
  const key = field.split('.')[0]
  const isThere = [job.notice, job.completion].some((form) => fieldsOf(form).some((each) => each.key === key))
  return severity === 'error' && !isThere && key !== 'file' ? { severity: 'warning' as const } : {}
}
