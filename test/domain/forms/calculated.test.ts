import { expect, test } from 'vitest'
import { jobType } from '../../../src/domain/forms/catalogue/jobs.ts'
import type { Answers, JobType } from '../../../src/domain/forms/definition.ts'
import { generatorType } from '../../../src/domain/forms/calculated.ts'
import { findings } from '../../../src/domain/forms/rules.ts'
import { readDraft, schemaFor } from '../../../src/domain/forms/schema.ts'
import { USUAL } from '../../../src/domain/forms/terms.ts'
import { translators } from '../../../src/language/i18n.ts'

const context = { today: '2027-02-01', ladder: USUAL.ladder, t: translators.sv }

// (EU) 2016/631 for the Nordic area, kW and kV.
test.each([
  [0, undefined, 'A'],
  [1499.99, undefined, 'A'],
  [1500, '22', 'B'],
  [9999, undefined, 'B'],
  [10_000, '36', 'C'],
  [29_999, undefined, 'C'],
  [30_000, undefined, 'D'],
  [200, '130', 'D'],
])('%s kW at %s kV is of type %s', (prod_max, hsp_spanning, type) => {
  expect(generatorType({ prod_max, ...(hsp_spanning && { hsp_spanning }) })).toBe(type)
})

test('the type follows the power, whatever is posted as it, and is asked of nobody', () => {
  const { notice } = jobType('PR03')
  const read = (body: Record<string, string>) => readDraft(notice, body, {}, context).answers['prod_rfg']
  expect(read({ prod_max: '2000', prod_rfg: 'A' })).toBe('B')
  expect(read({ prod_max: '2000', hsp_spanning: '130', prod_rfg: 'x' })).toBe('D')
  expect(read({ prod_rfg: 'C' })).toBeUndefined()
  const sent = schemaFor(notice, 'send', context).safeParse({})
  expect(sent.error!.issues.map(({ path }) => path[0])).not.toContain('prod_rfg')
})

const saidOf = (job: JobType, notice: Answers) =>
  findings({
    job,
    phase: 'notice',
    notice,
    completion: {},
    consent: {},
    today: '2027-02-01',
    context: {
      owner: { ladder: USUAL.ladder, intervals: USUAL.intervals, completionLeadDays: 5, strictArea: false },
      companyOrgNumber: null,
      companyAuthorisation: 'A',
      areaHasPostcode: true,
      otherActiveCase: null,
    },
  }).map(({ rule, params }) => [rule, params?.['n']])

test('the owner says how long a temporary facility may stay connected, and whether there is a limit at all', () => {
  const stays = { till_start: '2027-02-22', till_slut: '2028-06-01' }
  const v11 = (temporaryMonths: number | null) =>
    saidOf({ ...jobType('TI01'), terms: { ...USUAL, temporaryMonths } }, stays).filter(([rule]) => rule === 'V11')
  expect(v11(12)).toEqual([['V11', 12]])
  expect(v11(15)).toEqual([['V11', 15]])
  expect(v11(16)).toEqual([])
  expect(v11(null)).toEqual([])
})

test('an owner that does not ask for the customer’s number is not made to', () => {
  const job = structuredClone(jobType('NY01'))
  const hasV01 = () => saidOf(job, { best_typ: 'privat' }).some(([rule]) => rule === 'V01')
  expect(hasV01()).toBe(true)
  delete job.notice.sections.flatMap(({ fields }) => fields).find(({ key }) => key === 'best_id')!.required
  expect(hasV01()).toBe(false)
})
