/**
 * SQL: `in ('a', 'b')`, for lists of our own constants that must stand in the statement itself:
 * the planner takes a partial index only where it can read that the condition implies its predicate, not from a binding.
 */
export function inList(values: readonly string[]): string {
  if (values.length === 0 || values.some((value) => !/^[\w-]+$/.test(value))) throw new Error('Not a list of constants')
  return `in (${values.map((value) => `'${value}'`).join(', ')})`
}
