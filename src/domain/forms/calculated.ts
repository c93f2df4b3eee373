import type { Answer, Answers, Field } from './definition.ts'

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

export const isCalculated = ({ countOf, reckoned }: Field): boolean => countOf !== undefined || reckoned !== undefined
