import type { Answer, Answers, Condition } from './definition.ts'

/** Evaluates a condition. A field is looked up in `answers` (within a group: the row), then in the whole form's answers. */
export function holds(condition: Condition, answers: Answers, form: Answers = answers): boolean {
  if ('all' in condition) return condition.all.every((each) => holds(each, answers, form))
  if ('any' in condition) return condition.any.some((each) => holds(each, answers, form))
  if ('not' in condition) return !holds(condition.not, answers, form)

  const answer = answers[condition.field] ?? form[condition.field]
  if ('is' in condition) return matches(answer, condition.is)
  if ('in' in condition) return condition.in.some((value) => matches(answer, value))
  if ('above' in condition) return typeof answer === 'number' && answer > condition.above
  if ('below' in condition) return typeof answer === 'number' && answer < condition.below
  return isFilled(answer) === condition.filled
}

/** A multiple choice matches each of its members; a missing answer matches nothing, not even false. */
function matches(answer: Answer | undefined, wanted: string | number | boolean): boolean {
  if (Array.isArray(answer)) return answer.some((value) => value === wanted)
  return answer === wanted
}

function isFilled(answer: Answer | undefined): boolean {
  if (answer === undefined || answer === '' || answer === false) return false
  return !Array.isArray(answer) || answer.length > 0
}

/** The field keys a condition refers to. */
export function keysIn(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(keysIn)
  if ('any' in condition) return condition.any.flatMap(keysIn)
  return 'not' in condition ? keysIn(condition.not) : [condition.field]
}
