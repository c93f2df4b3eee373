import { holds } from './conditions.ts'
import type { Answers, Condition, Field, FormDefinition, JobType } from './definition.ts'
import { fieldsOf } from './schema.ts'

/**
 * The job type with the consent form specialised to this notice. The consent is written when the notice is final, so its
 * conditions on notice fields (is it a blockanmälan?) can be evaluated now; only conditions on the consent's own fields
 * remain, also within one that asks about both.
 */
export function forNotice(job: JobType, notice: Answers): JobType {
  const own = new Set(fieldsOf(job.consent).map(({ key }) => key))
  return { ...job, consent: settled(job.consent, (key) => !own.has(key), notice) }
}

/** Partially evaluates a form: conditions on fields for which `isDone` holds are replaced by their result. */
export function settled(form: FormDefinition, isDone: (key: string) => boolean, answers: Answers): FormDefinition {
  const settle = (condition: Condition) => partly(condition, isDone, answers)
  const settleField = ({ required, when, ...field }: Field): Field[] => {
    const shown = when && settle(when)
    if (shown === false) return []
    const asked = typeof required === 'object' ? settle(required) : required
    return [
      {
        ...field,
        ...(asked !== undefined && { required: asked }),
        ...(typeof shown === 'object' && { when: shown }),
      },
    ]
  }
  const sections = form.sections.map((section) => ({ ...section, fields: section.fields.flatMap(settleField) }))
  return { ...form, sections }
}

/** What is left of a condition when those fields are done: a result, or a condition on the others. */
function partly(condition: Condition, isDone: (key: string) => boolean, answers: Answers): Condition | boolean {
  if ('not' in condition) {
    const inner = partly(condition.not, isDone, answers)
    return typeof inner === 'boolean' ? !inner : { not: inner }
  }
  if (!('all' in condition) && !('any' in condition))
    return isDone(condition.field) ? holds(condition, answers) : condition
  const decides = 'any' in condition
  const parts = (decides ? condition.any : condition.all).map((each) => partly(each, isDone, answers))
  if (parts.includes(decides)) return decides
  const open = parts.filter((each) => typeof each === 'object')
  if (open.length === 0) return !decides
  if (open.length === 1) return open[0]!
  return decides ? { any: open } : { all: open }
}
