import { holds, keysIn } from './conditions.ts'
import type { Answers, Condition, Field, FormDefinition, JobType } from './definition.ts'
import { fieldsOf } from './schema.ts'

/**
 * The job type with the consent form specialised to this notice. The consent is written when the notice is final, so its
 * conditions on notice fields (is it a blockanmälan?) can be evaluated now; only conditions on the consent's own fields
 * remain. No condition refers to both.
 */
export function forNotice(job: JobType, notice: Answers): JobType {
  const own = new Set(fieldsOf(job.consent).map(({ key }) => key))
  return { ...job, consent: settled(job.consent, (key) => !own.has(key), notice) }
}

/** Partially evaluates a form: conditions on fields for which `isDone` holds are replaced by their result. */
export function settled(form: FormDefinition, isDone: (key: string) => boolean, answers: Answers): FormDefinition {
  const settle = (condition: Condition) => (keysIn(condition).some(isDone) ? holds(condition, answers) : condition)
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
