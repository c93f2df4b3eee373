import type { Field, JobType } from '../../src/domain/forms/definition.ts'
import { fieldsOf } from '../../src/domain/forms/schema.ts'

/** Rows as copied from a spreadsheet, with a heading: every column of the block of this job type filled. */
export function block(job: JobType, count: number): string {
  const { fields = [] } = fieldsOf(job.notice).find(({ key }) => key === 'rader')!
  const rows = Array.from({ length: count }, (_, i) => fields.map((field) => cell(field, i)).join('\t'))
  return [fields.map(({ label }) => label).join('\t'), ...rows].join('\n')
}

function cell({ key, options }: Field, row: number): string {
  switch (key) {
    case 'anl_benamning':
      return `Trapphus ${1 + Math.floor(row / 50)}, lägenhet ${1000 + row}`
    case 'lgh_nr':
      return String(1000 + row)
    case 'anl_id':
      return facilityId(row)
    case 'matarnummer':
      return `MT${String(100_000 + row)}`
    case 'sakr_bef':
      return '16'
    case 'sakr_ny':
      return '25'
    case 'fas_ny':
      return '3-fas'
    case 'mat_atgard':
      return options![0]!.label
    default:
      throw new Error(`what stands in ${key}?`)
  }
}

/** 735999 and eleven digits, with GS1's check digit. */
export function facilityId(n: number): string {
  const digits = `7359993${String(n).padStart(10, '0')}`
  const sum = Array.from(digits)
    .reverse()
    .reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 3 : 1), 0)
  return digits + String((10 - (sum % 10)) % 10)
}
