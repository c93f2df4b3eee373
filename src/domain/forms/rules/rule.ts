import type { Answer, Answers, Finding, JobType } from '../definition.ts'
import { fuseKw } from '../identifiers/fuses.ts'
import { rowsOf } from '../schema.ts'

export interface RuleContext {
  owner: {
    ladder: number[]
    intervals: number[][]
    completionLeadDays: number
    strictArea: boolean
    /** Maximum age of the owner's check of the company at Elsäkerhetsverket, in months; null: no limit. */
    registerCheckMonths?: number | null
  }
  companyOrgNumber: string | null
  /** K: none, it lays cable alone. */
  companyAuthorisation: 'A' | 'AL' | 'B' | 'K' | null
  /** Does the chosen area hold the facility's postnummer? null when either is unknown. */
  areaHasPostcode: boolean | null
  otherActiveCase: 'own' | 'other' | null
  ownCaseNumber?: string
  /** When the fuse of this facility was changed last, 'YYYY-MM-DD', if that is known. */
  recentFuseChange?: string | null
  /** Whose it was: of a block one of many. */
  recentFuseFacility?: string | null
  /** When the owner last looked the company up at Elsäkerhetsverket, 'YYYY-MM-DD'. */
  registerCheckedOn?: string | null
}

export interface Asked {
  job: JobType
  phase: 'notice' | 'completion'
  notice: Answers
  completion: Answers
  consent: Answers
  /** 'YYYY-MM-DD' in Sweden. */
  today: string
  context: RuleContext
}

/** A finding without the rule's code. */
export type Said = Omit<Finding, 'rule'>

/** A cross-field rule; the forms of a job type refer to it by code. */
export interface Rule {
  code: string
  phases: readonly Asked['phase'][]
  check: (asked: Asked) => Said | Said[] | null
}

type More = Pick<Said, 'params' | 'suggestJob'>

export const error = (field: string, message: string, more: More = {}): Said => ({
  severity: 'error',
  field,
  message,
  ...more,
})
export const warning = (field: string, message: string, more: More = {}): Said => ({
  severity: 'warning',
  field,
  message,
  ...more,
})

export const NOTICE = ['notice'] as const
export const COMPLETION = ['completion'] as const
export const BOTH = ['notice', 'completion'] as const

export const num = (answer: Answer | undefined): number | null => (typeof answer === 'number' ? answer : null)
export const str = (answer: Answer | undefined): string | null =>
  typeof answer === 'string' && answer !== '' ? answer : null

export function rowsIn(answers: Answers, key: string): Answers[] {
  const answer = answers[key]
  return answer === undefined ? [] : rowsOf(answer)
}

/** The answers about each facility with the prefix of their input names: the rows of a block, else the notice itself. */
export function facilitiesIn(notice: Answers): { of: Answers; at: string }[] {
  const rows = rowsIn(notice, 'rader')
  return rows.length > 0 ? rows.map((of, index) => ({ of, at: `rader.${index}.` })) : [{ of: notice, at: '' }]
}

/** The fuse after the work in ampere: the new one, else the existing one. */
export const fuseOf = (notice: Answers): number | null => num(notice['sakr_ny']) ?? num(notice['sakr_bef'])

/** Maximum power of that fuse in kW, two decimals: √3 · 0.4 · A, on one phase 0.23 · A (docs/domain.md 4.9). For a block, the sum. */
export function fusePower(notice: Answers): number | null {
  const rows = rowsIn(notice, 'rader').map(fusePower)
  if (rows.length > 0) return rows.every((kw) => kw !== null) ? rows.reduce((sum, kw) => sum + kw, 0) : null
  const fuse = fuseOf(notice)
  if (fuse === null) return null
  return fuseKw(fuse, (str(notice['fas_ny']) ?? str(notice['fas_bef'])) === '1' ? 1 : 3)
}

/** '17,32': Swedish decimal comma, for messages. */
export const kw = (value: number): string => String(Math.round(value * 100) / 100).replace('.', ',')
