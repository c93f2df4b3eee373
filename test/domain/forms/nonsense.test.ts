import { expect, test } from 'vitest'
import { JOB_TYPES } from '../../../src/domain/forms/catalogue/jobs.ts'
import type { Field, JobType } from '../../../src/domain/forms/definition.ts'
import { initialAnswers } from '../../../src/domain/forms/repeatingGroups.ts'
import { readValue } from '../../../src/domain/forms/values.ts'
import { fieldsOf } from '../../../src/domain/forms/schema.ts'
import { tableOf } from '../../support/pages.ts'

/** docs/domain.md 3.7: key, job types by the beginning of their code, the answers that would be nonsense (* not asked at all). */
const rows = tableOf('docs/domain.md', '3.7').map(([key, jobs, values]) => ({
  key: key!,
  jobs: jobs!.split(' '),
  values: values!.split(' '),
}))
const nonsenseIn = (code: string, key: string) =>
  new Set(
    rows
      .filter((row) => row.key === key && row.jobs.some((job) => code.startsWith(job)))
      .flatMap(({ values }) => values),
  )

const PARTS = ['notice', 'consent', 'completion'] as const
const fieldsIn = (job: JobType): Field[] =>
  PARTS.flatMap((part) => fieldsOf(job[part]).flatMap((field) => [field, ...(field.fields ?? [])]))
const valuesOf = (field: Field) => (field.options ?? []).map(({ value }) => value)

/** Every answer that some job type has for the question. */
const every = new Map<string, Set<string>>()
for (const field of JOB_TYPES.flatMap(fieldsIn)) {
  const known = every.get(field.key) ?? new Set()
  for (const value of valuesOf(field)) known.add(value)
  every.set(field.key, known)
}

test('the table speaks of what there is: questions, job types and answers', () => {
  for (const { key, jobs, values } of rows) {
    expect(every.has(key), key).toBe(true)
    for (const job of jobs)
      expect(
        JOB_TYPES.some(({ code }) => code.startsWith(job)),
        `${key} ${job}`,
      ).toBe(true)
    for (const value of values) if (value !== '*') expect(every.get(key), `${key} ${value}`).toContain(value)
  }
})

test.each(JOB_TYPES)('$code $name offers every answer that makes sense, and none that does not', (job) => {
  for (const field of fieldsIn(job)) {
    const nonsense = nonsenseIn(job.code, field.key)
    expect(nonsense, `${field.key} is not asked`).not.toContain('*')
    if (!field.options) continue
    const sense = [...every.get(field.key)!].filter((value) => !nonsense.has(value))
    expect(valuesOf(field).sort(), field.key).toEqual(sense.sort())
    expect(sense.length, `${field.key} has an answer`).toBeGreaterThan(0)
    if (field.initial !== undefined) expect(sense, `${field.key} begins with`).toContain(field.initial)
  }
})

test('what is left of a question with one answer is given from the start, and nothing else is taken', () => {
  const demolition = JOB_TYPES.find(({ code }) => code === 'SL02')!
  expect(initialAnswers(demolition.notice)).toMatchObject({ avs_servis: 'slopas' })
  const of = (key: string) => fieldsIn(demolition).find((field) => field.key === key)!
  const read = (key: string, typed: string) =>
    readValue(of(key), key, { [key]: typed }, { today: '2027-02-01', ladder: [] })
  expect(read('servis_atgard', 'slopas')).toEqual({ value: ['slopas'] })
  expect(read('servis_atgard', 'ny')).toHaveProperty('message')
  expect(read('avs_servis', 'behalls')).toHaveProperty('message')
})

test('a facility that ends is asked when its meter can be taken down, and nothing about one to mount', () => {
  for (const job of JOB_TYPES.filter(({ code }) => code.startsWith('SL'))) {
    const labels = fieldsIn(job).map(({ label }) => label)
    expect(labels).toContain('Klart för nedtagning av mätaren')
    expect(labels.filter((label) => /montage|Mätartyp|Klar för mätare/.test(label))).toEqual([])
    expect(job.completion.sections.find(({ key }) => key === 'S')!.help).toBe('Kunden som har haft elnätsabonnemanget.')
  }
})
