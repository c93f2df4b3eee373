import { isCalculated } from './calculated.ts'
import { holds, keysIn } from './conditions.ts'
import type { Answers, Field, FormDefinition } from './definition.ts'
import { fieldsOf } from './schema.ts'

/** Keys of fields that a network owner made itself begin so; the catalogue has no such key. */
export const OWN = 'x_egen_'
export const isOwn = (key: string): boolean => key.startsWith(OWN)

/**
 * Keys of the fields that few have to answer, which a form folds: never required, or only after another of them is
 * answered. The owner's own are never among them, since they were made to be asked; nor are tables, long
 * texts, what is calculated, or a box that is ticked from the start.
 */
export function rarelyAsked(form: Pick<FormDefinition, 'sections'>): Set<string> {
  const fields = fieldsOf(form)
  const first = Object.fromEntries(
    fields.flatMap(({ key, initial }) => (initial === undefined ? [] : [[key, initial]])),
  )
  const rare = new Set<string>()
  for (const field of fields) if (isRare(field, first as Answers, rare)) rare.add(field.key)
  return rare
}

function isRare(field: Field, first: Answers, rare: Set<string>): boolean {
  const { key, type, initial, when, required = false } = field
  if (isOwn(key) || ['group', 'longText'].includes(type) || initial === true || isCalculated(field)) return false
  if (when && !holds(when, first)) return keysIn(when).every((each) => rare.has(each))
  if (typeof required === 'boolean') return !required
  return !holds(required, first) && keysIn(required).every((each) => rare.has(each))
}
