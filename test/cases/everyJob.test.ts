import { beforeAll, expect, test } from 'vitest'
import { completionFor, consentFor, noticeFor } from '../../seeds/demoAnswers.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { JOB_TYPES } from '../../src/domain/forms/catalogue/jobs.ts'
import type { FormDefinition, JobType } from '../../src/domain/forms/definition.ts'
import { toValues } from '../../src/domain/forms/repeatingGroups.ts'
import { fieldsOf, isRequired, rowsOf } from '../../src/domain/forms/schema.ts'
import type { Body } from '../../src/domain/forms/values.ts'
import { tolvan } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { pdf } from '../support/files.ts'

let db: TestDatabase
let amir: Client, eva: Client
beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  amir = await new Client(address).signIn('amir.haddad')
  eva = await new Client(address).signIn('eva.nordin')
})

const CLOSED_BY = { F: 'accept-completion', D: 'accept-completion', G: 'approve-and-close' }

test('the catalogue holds the 46 job types of the trade', () => {
  expect(new Set(JOB_TYPES.map(({ code }) => code)).size).toBe(46)
})

// As people do it: the form's own pages, what they ask for and no more, through the whole of the job type's flow.
// Where several facilities are allowed and not the nature of the job, once with one and once with rows.
const whole = JOB_TYPES.flatMap((job) => {
  const mayHaveRows = job.blockAllowed && fieldsOf(job.notice).some(({ key, required }) => key === 'rader' && !required)
  return [
    [`${job.code} ${job.name}`, job, false] as const,
    ...(mayHaveRows ? [[`${job.code} with rows`, job, true] as const] : []),
  ]
})

test.each(whole)('%s is filled in, sent, decided, closed and archived', async (_, job, several) => {
  const ref = await begin(job)
  const now = new Date()
  const notice = noticeFor(job, tolvan, now, several)
  const direct = job.flow === 'D' ? completionFor(job, { notice, consent: {} }, tolvan, now) : {}
  await send(ref, { ...toValues(job.notice, notice), ...toValues(job.completion, direct) }, files(job.notice, notice))
  expect(await stored(ref)).toMatchObject({ status: job.flow === 'D' ? 'completed' : 'submitted', revision: 1 })
  expect((await stored(ref)).notice, 'nothing that was filled in is lost').toMatchObject(notice)
  if (several) expect(await stored(ref)).toMatchObject({ facility_count: 3, notice: { mat_antal: 3 } })

  if (job.flow === 'F') {
    const kase = await stored(ref)
    await decide(ref, 'approve', toValues(job.consent, consentFor(job, kase)))
    const consented = await stored(ref)
    expect(consented.status).toBe('consented')
    const completion = completionFor(job, consented, tolvan, now)
    await send(ref, toValues(job.completion, completion), files(job.completion, { ...notice, ...completion }))
    expect((await stored(ref)).status).toBe('completed')
  }
  if (several) expect(rowsOf((await stored(ref)).completion['y_rader'] ?? []).length).toBe(3)
  // OV02 is answered with values of the network.
  const answer = job.flow === 'G' ? consentFor(job, await stored(ref)) : {}
  await decide(ref, CLOSED_BY[job.flow], toValues(job.consent, answer))
  expect((await stored(ref)).status).toBe('closed')
  await decide(ref, 'archive', {})
  expect((await stored(ref)).status).toBe('archived')
})

const stored = async (ref: string) => (await db.owner<CaseRow>('cases').where({ ref }).first())!

async function begin({ code }: JobType): Promise<string> {
  const owner = db.world.owners.NEL
  const job = (await db.owner('job_types').where({ owner_id: owner, code }).first('id')) as { id: number }
  const page = await amir.get('/cases/new')
  const typed = { owner: String(owner), job: String(job.id), postcode: '123 45' }
  const answer = await amir.post('/cases/new', { ...hidden(page.body), ...typed })
  expect(answer.status).toBe(303)
  return /^\/cases\/([^/]+)\/edit$/.exec(answer.location)![1]!
}

/** A file for every slot that must have one. */
function files(form: FormDefinition, answers: CaseRow['notice']): Record<string, File> {
  const asked = form.attachments.filter(({ required }) => isRequired(required, answers))
  return Object.fromEntries(
    asked.map(({ kind }) => [`file.${kind}`, new File([pdf], `${kind}.pdf`, { type: 'application/pdf' })]),
  )
}

/** Through the form and the page that is read before sending; what it warns of is ticked. */
async function send(ref: string, values: Body, attached: Record<string, File>): Promise<void> {
  const form = await amir.get(`/cases/${ref}/edit`)
  const posted = await amir.post(`/cases/${ref}/edit`, { ...hidden(form.body), ...values, ...attached, _do: 'send' })
  expect([posted.status, posted.location], problems(posted.body)).toEqual([303, `/cases/${ref}/review`])
  const review = await amir.get(`/cases/${ref}/review`)
  const accept = [...review.body.matchAll(/name="accept" value="([^"]+)"/g)].map((match) => match[1]!)
  const sent = await amir.post(`/cases/${ref}/review`, { ...hidden(review.body), accept })
  expect([sent.status, sent.location], problems(review.body)).toEqual([303, `/cases/${ref}`])
}

async function decide(ref: string, move: string, values: Body): Promise<void> {
  const page = await eva.get(`/cases/${ref}`)
  expect(page.body).toContain(`/cases/${ref}/${move}`)
  const answer = await eva.post(`/cases/${ref}/${move}`, { ...hidden(page.body), ...values })
  expect([answer.status, answer.location], problems(answer.body)).toEqual([303, `/cases/${ref}`])
}

/** What a page says is wrong, for whoever reads the failed test. */
function problems(body: string): string {
  return [...body.matchAll(/<li><a href="[^"]*#([^"]+)">([^<]+)/g)].map((match) => match.slice(1).join(': ')).join('; ')
}
