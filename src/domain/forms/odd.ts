import type { Finding } from './definition.ts'

/**
 * What looks odd about single answers, as the rules say what they find; of a column of a table the first cell. What a rule
 * has said of a field already is not said twice.
 */
export function oddities(warnings: Record<string, string>, found: Finding[]): Finding[] {
  const odd = new Map<string, Finding>()
  for (const [field, message] of Object.entries(warnings)) {
    if (found.some((each) => each.field === field)) continue
    const [key, , part] = field.split('.')
    const rule = ['odd', key, ...(part ? [part] : [])].join('_')
    if (!odd.has(rule)) odd.set(rule, { rule, severity: 'warning', field, message })
  }
  return [...odd.values()]
}
