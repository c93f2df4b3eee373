import { expect, test } from 'vitest'
import { noticeFor } from '../../seeds/demoAnswers.ts'
import { ROUNDS } from '../../seeds/demoWorld.ts'
import { readConfig } from '../../src/config.ts'
import { jobType } from '../../src/domain/forms/catalogue/jobs.ts'
import { toValues } from '../../src/domain/forms/repeatingGroups.ts'
import { findings } from '../../src/domain/forms/rules.ts'
import { schemaFor } from '../../src/domain/forms/schema.ts'
import { tolvan } from '../support/cases.ts'

const jobs = [...new Set(ROUNDS.flatMap((round) => round.jobs))]
const now = new Date('2027-02-01T09:00:00Z')
const ladder = [16, 20, 25, 35, 50, 63]

test.each(jobs)('what the demo world says in a notice of %s could really be sent', (code) => {
  const job = jobType(code)
  const notice = noticeFor(job, tolvan, now)
  const read = schemaFor(job.notice, 'send', { today: '2027-02-01', ladder, t: (s) => s }).safeParse(
    toValues(job.notice, notice),
  )
  expect(read.error?.issues ?? []).toEqual([])
  const said = findings({
    job,
    phase: 'notice',
    notice,
    completion: {},
    consent: {},
    today: '2027-02-01',
    context: {
      owner: { ladder, intervals: [[16, 20, 25], [35], [50, 63]], completionLeadDays: 5, strictArea: false },
      companyOrgNumber: '5599990040',
      companyAuthorisation: 'A',
      areaHasPostcode: true,
      otherActiveCase: null,
    },
  })
  expect(said.filter((finding) => finding.severity === 'error')).toEqual([])
})

test('the demo world can never switch itself on in production', () => {
  const production = {
    NODE_ENV: 'production',
    DATABASE_URL: 'postgres://a:b@c/d',
    PUBLIC_URL: 'https://e.example',
    SECRET_KEY: 'x'.repeat(32),
  }
  expect(readConfig(production)).toMatchObject({ production: true, DEMO: false })
  expect(() => readConfig({ ...production, DEMO: '1' })).toThrow('DEMO=1 is refused')
  expect(() => readConfig({ NODE_ENV: 'production', PUBLIC_URL: 'https://e.example' })).toThrow(
    'DATABASE_URL is required',
  )
  expect(() => readConfig({ ...production, PUBLIC_URL: undefined })).toThrow('PUBLIC_URL is required')
})
