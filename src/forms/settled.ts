import { holds, keysIn } from './conditions.ts'
import type { Answers, Condition, Field, FormDefinition, JobType } from './definition.ts'
import { fieldsOf } from './schema.ts'

/**
 * The job type as it stands for a case with this notice. The consent is written when the notice is done, so what it asks
 * of the notice (is it a blockanmälan?) has one answer: the conditions that are left are about the consent itself. None
 * asks of both.
 */
export function forNotice(job: JobType, notice: Answers): JobType {
  const own = new Set(fieldsOf(job.consent).map(({ key }) => key))
  return { ...job, consent: settled(job.consent, (key) => !own.has(key), notice) }
}

/** The form without conditions on the fields that `isDone` names: with these answers each holds, or does not. */
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
