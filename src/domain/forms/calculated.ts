import type { Answer, Answers, Field, Formula } from './definition.ts'

/** Calculated fields: derived from other answers, never typed. Each gives undefined while an input is missing. */
export const CALCULATED: Record<NonNullable<Field['reckoned']>, (answers: Answers) => Answer | undefined> = {
  generatorType: (answers) => (typeof answers['prod_max'] === 'number' ? generatorType(answers) : undefined),
}

/** Generator type by (EU) 2016/631: below 110 kV, A under 1.5 MW, B under 10 MW, C under 30 MW; otherwise D. `prod_max` is in kW. */
export function generatorType(answers: Answers): 'A' | 'B' | 'C' | 'D' {
  const most = typeof answers['prod_max'] === 'number' ? answers['prod_max'] : 0
  if (most >= 30_000 || Number(answers['hsp_spanning'] ?? 0) >= 110) return 'D'
  return most >= 10_000 ? 'C' : most >= 1500 ? 'B' : 'A'
}

export const isCalculated = ({ countOf, reckoned, formula }: Field): boolean =>
  countOf !== undefined || reckoned !== undefined || formula !== undefined

/** To two decimals; undefined while a term is missing, or where it would be no number. */
export function calculate({ op, of }: Formula, answers: Answers): number | undefined {
  const terms = of.map((term) => (typeof term === 'number' ? term : numberIn(term, answers)))
  const there = terms.filter((term) => term !== undefined)
  const asked = of.filter((term) => typeof term === 'string')
  if (op === 'sum' ? asked.every((term) => numberIn(term, answers) === undefined) : there.length < terms.length) return
  const [first = 0, ...rest] = there
  const value = rest.reduce((sum, term) => STEPS[op](sum, term), first)
  return Number.isFinite(value) && Math.abs(value) < 1e12 ? Math.round((value + Number.EPSILON) * 100) / 100 : undefined
}

const STEPS: Record<Formula['op'], (a: number, b: number) => number> = {
  sum: (a, b) => a + b,
  difference: (a, b) => a - b,
  product: (a, b) => a * b,
  quotient: (a, b) => a / b,
}

/** The answer to a field, or the sum of a table's column. */
function numberIn(term: string, answers: Answers): number | undefined {
  const [key, column] = term.split('.') as [string, string?]
  const answer = answers[key]
  if (column === undefined) return typeof answer === 'number' ? answer : undefined
  if (!Array.isArray(answer)) return undefined
  const cells = answer.flatMap((row) => (typeof row === 'object' && typeof row[column] === 'number' ? row[column] : []))
  return cells.length === 0 ? undefined : cells.reduce((sum, cell) => sum + cell, 0)
}
