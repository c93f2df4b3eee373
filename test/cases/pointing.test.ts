import { beforeAll, describe, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import { asActor } from '../../src/db/actor.ts'
import type { CaseRow, MailRow } from '../../src/db/rowTypes.ts'
import type { Answers } from '../../src/domain/forms/definition.ts'
import { rowsOf } from '../../src/domain/forms/schema.ts'
import { toValues } from '../../src/domain/forms/repeatingGroups.ts'
import { jobType } from '../../src/domain/forms/catalogue/jobs.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

// A rejection points at values of the case, and says at each what is wrong.

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let amir: Client, eva: Client
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  ;[amir, eva] = (await Promise.all(['amir.haddad', 'eva.nordin'].map((name) => new Client(address).signIn(name)))) as [
    Client,
    Client,
  ]
})

const stored = async ({ id }: CaseRow) => (await db.owner<CaseRow>('cases').where({ id }).first())!
async function sent(job = 'NY01', change: Answers = {}): Promise<CaseRow> {
  const draft = await aCase(people.amir, job)
  const notice = { ...draft.notice, ...change }
  const saved = await asActor(people.amir, (tx) => perform(tx, people.amir, draft.ref, 'save', { notice }))
  return aCase.send(people.amir, saved)
}
const REASON = { codes: 'KOMP', comment: 'Två uppgifter behöver rättas.' }
async function rejects(kase: CaseRow, typed: Record<string, string | string[]>) {
  const page = await eva.get(`/cases/${kase.ref}`)
  const move = kase.status === 'completed' ? 'reject-completion' : 'reject'
  return eva.post(`/cases/${kase.ref}/${move}`, { ...hidden(page.body), ...REASON, ...typed })
}
const PHONE = 'Numret går till en annan firma.'
const PLAN = 'Mått till fasaden saknas.'
const POINTS = {
  fields: 'best_telefon',
  attachments: 'SIT',
  'words.best_telefon': PHONE,
  'words.file.SIT': PLAN,
}
/** The names of the boxes on a page. */
const boxes = (html: string) =>
  [...html.matchAll(/<input type="checkbox" form="reject"[^>]* name="(fields|attachments)" value="([^"]+)"/g)].map(
    ([, kind, value]) => (kind === 'fields' ? value! : `file.${value!}`),
  )
/** A part of the page that stands at that input or value. */
const around = (html: string, at: string, characters = 900) => {
  const place = html.indexOf(at)
  expect(place, at).toBeGreaterThan(-1)
  return html.slice(place, place + characters)
}
const looks = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<li class="is-(\w+)"[^>]*>\s*<a href="#section-(\w+)"/g)].map(([, state, key]) => [
      key!,
      state!,
    ]),
  )

describe('what a rejection can point at', () => {
  test('is what the case shows, each with a box beside it, and nothing else', async () => {
    const kase = await sent()
    const { body } = await eva.get(`/cases/${kase.ref}`)
    const there = boxes(body)
    expect(there).toEqual(expect.arrayContaining(['best_telefon', 'fastighet', 'sakr_ny', 'file.SIT', 'file.OVR']))
    expect(new Set(there).size).toBe(there.length)
    // A company's name is not asked of a private person.
    for (const name of ['best_foretag', 'fastag_namn', 'y_utfort']) expect(there).not.toContain(name)
    expect(body).not.toContain('name="fields" value="fastag_namn"')
  })

  test.each(['fastag_namn', 'y_utfort', 'nosuch', 'fastighet.3', '__proto__', 'x_anl_id'])(
    'the server refuses %s, which was not shown, and nothing is decided',
    async (name) => {
      const kase = await sent()
      const refused = await rejects(kase, { ...POINTS, fields: ['best_telefon', name] })
      expect(refused.status).toBe(422)
      expect(refused.body).toContain('Bara uppgifter som visas i ärendet går att peka ut.')
      // What was marked and written is there still.
      expect(refused.body).toMatch(/value="best_telefon"[^>]* checked/)
      expect(refused.body).toContain(`value="${PHONE}"`)
      expect(await stored(kase)).toMatchObject({ status: 'submitted', rejected_count: 0 })
    },
  )

  test('of files: the kinds that are asked for, and those that are there', async () => {
    const kase = await sent()
    expect((await rejects(kase, { attachments: 'ZZZ' })).status).toBe(422)
    expect((await rejects(kase, { attachments: 'OVR' })).status).toBe(303)
  })

  test('of a completion the completion, and of both parts sent together both', async () => {
    const done = await aCase.complete(people.amir, await aCase.approve(people.eva, await sent()))
    const there = boxes((await eva.get(`/cases/${done.ref}`)).body)
    expect(there).toContain('y_utfort')
    expect(there).not.toContain('best_telefon')
    expect((await rejects(done, { fields: 'best_telefon' })).status).toBe(422)
    expect((await rejects(done, { fields: 'y_utfort' })).status).toBe(303)

    const direct = await sent('BE02')
    const both = boxes((await eva.get(`/cases/${direct.ref}`)).body)
    expect(both).toEqual(expect.arrayContaining(['y_utfort', 'best_telefon']))
  })

  test('words that are too long are told at the value, and words without a mark are nobody’s', async () => {
    const kase = await sent()
    const long = await rejects(kase, { ...POINTS, 'words.best_telefon': 'x'.repeat(501) })
    expect(long.status).toBe(422)
    expect(around(long.body, 'name="words.best_telefon"', 1500)).toContain('Texten är för lång.')
    expect((await rejects(kase, { 'words.best_telefon': PHONE })).status).toBe(303)
    expect((await amir.get(`/cases/${kase.ref}/edit`)).body).not.toContain(PHONE)
  })

  test('nobody who does not decide has the boxes', async () => {
    const kase = await sent()
    expect(boxes((await amir.get(`/cases/${kase.ref}`)).body)).toEqual([])
    expect(boxes((await eva.get(`/cases/${kase.ref}/print`)).body)).toEqual([])
  })
})

describe('what was pointed at', () => {
  test('is read at the field, at the file, on the review page, in the mail and in the log', async () => {
    const kase = await sent()
    expect((await rejects(kase, POINTS)).status).toBe(303)
    const form = (await amir.get(`/cases/${kase.ref}/edit`)).body
    expect(around(form, 'for="best_telefon"')).toContain(PHONE)
    expect(around(form, 'id="best_telefon"', 300)).toContain('best_telefon-remark')
    expect(form).toMatch(new RegExp(`id="file.SIT-remark"[\\s\\S]{0,300}${PLAN}`))
    for (const path of ['', '/review', '/log']) {
      const { body } = await amir.get(`/cases/${kase.ref}${path}`)
      expect(body, path).toContain(PHONE)
    }
    expect((await amir.get(`/cases/${kase.ref}`)).body).toContain(PLAN)
    expect((await eva.get(`/cases/${kase.ref}`)).body).toContain(PHONE)
    const mail = (await db.owner<MailRow>('mail_messages').where({ case_id: kase.id, template: 'M02' }).first())!
    expect(mail.text).toContain(`Telefon: ${PHONE}`)
    expect(mail.text).toContain(PLAN)
  })

  test('of a blockanmälan is the row, which says so in the table and in the form', async () => {
    const job = jobType('NY04')
    const kase = await sent('NY04')
    const rows = boxes((await eva.get(`/cases/${kase.ref}`)).body).filter((name) => name.startsWith('rader.'))
    expect(rows).toEqual(['rader.0', 'rader.1', 'rader.2'])
    expect((await rejects(kase, { fields: 'rader.1', 'words.rader.1': 'Fel lägenhet.' })).status).toBe(303)
    const form = (await amir.get(`/cases/${kase.ref}/edit`)).body
    expect(form).toMatch(/<tr class="has-remark">[\s\S]{0,600}Fel lägenhet\./)
    const first = job.notice.sections.flatMap(({ fields }) => fields).find(({ key }) => key === 'rader')!.fields![0]!
    const [, href] = /href="#(rader\.1\.\w+)"/.exec(form)!
    expect(href).toBe(`rader.1.${first.key}`)
    expect(form).toContain(`id="${href}"`)
  })

  test('is said on the section, until it is changed', async () => {
    const kase = await sent()
    await rejects(kase, POINTS)
    const page = (await amir.get(`/cases/${kase.ref}/edit`)).body
    const before = looks(page)
    expect([before['B'], before['files'], before['A']]).toEqual(['fix', 'fix', 'done'])
    expect(around(page, 'href="#section-B"')).toContain('(att rätta)')
    const now = await stored(kase)
    const values = toValues(jobType('NY01').notice, now.notice)
    const saved = await amir.post(
      `/cases/${kase.ref}/edit/autosave`,
      { ...values, _version: String(now.version), best_telefon: '070-174 06 99', intygande: 'ja' },
      { accept: 'application/json' },
    )
    const { progress } = JSON.parse(saved.body) as { progress: Record<string, string> }
    expect([progress['B'], progress['files']]).toEqual(['done', 'fix'])
  })
})

describe('a resend', () => {
  const resend = (kase: CaseRow, more: object = {}) =>
    amir.post(`/cases/${kase.ref}/review`, { _key: newKey(), _version: String(kase.version), ...more })
  let serial = 0
  async function corrected(change: Answers): Promise<CaseRow> {
    const kase = await sent('NY01', { matarnummer: `EGEN-${++serial}` })
    await rejects(kase, POINTS)
    const now = await stored(kase)
    const notice = { ...now.notice, intygande: true, ...change }
    return asActor(people.amir, (tx) => perform(tx, people.amir, kase.ref, 'save', { notice }))
  }

  test('that left what was pointed out is warned of, may go past, and is told to both sides', async () => {
    const kase = await corrected({ best_telefon: '+46701740699' })
    const page = (await amir.get(`/cases/${kase.ref}/review`)).body
    const findings = /<section class="card findings"[\s\S]*?<\/section>/.exec(page)![0]
    expect(findings).toContain(PLAN)
    expect(findings).not.toContain(PHONE)
    const ticks = [...page.matchAll(/name="accept" value="(\w+)"/g)].map(([, rule]) => rule!)
    expect(ticks).toContain('untouched_file_SIT')
    const unread = await resend(kase)
    expect(unread.status).toBe(422)
    expect(unread.body).toContain('Inget är skickat än')
    expect((await resend(kase, { accept: ticks })).status).toBe(303)

    const theirs = (await eva.get(`/cases/${kase.ref}`)).body
    const changed = /<section class="card changed"[\s\S]*?<\/section>/.exec(theirs)![0]
    expect(changed).toMatch(new RegExp(`Utpekat men oförändrat[\\s\\S]*${PLAN}`))
    expect(changed).not.toContain(PHONE)
    expect(theirs).toContain('1 utpekad uppgift är oförändrad.')
    for (const who of [amir, eva])
      expect((await who.get(`/cases/${kase.ref}/log`)).body).toContain(`oförändrat: Situationsplan: ${PLAN}`)
  })

  test('that touched it all says nothing of the kind', async () => {
    const kase = await corrected({ best_telefon: '+46701740699' })
    const job = await amir.get(`/cases/${kase.ref}/edit`)
    expect(job.status).toBe(200)
    await db.owner('attachments').where({ case_id: kase.id, kind: 'SIT' }).update({ outdated_at: new Date() })
    await asActor(people.amir, (tx) => perform(tx, people.amir, kase.ref, 'resubmit', {}))
    const theirs = (await eva.get(`/cases/${kase.ref}`)).body
    expect(theirs).not.toMatch(/Utpekat men oförändrat|oförändrad/)
  })

  test('of what was pointed out and emptied counts as changed', async () => {
    const kase = await corrected({})
    const { best_telefon: _, ...rest } = (await stored(kase)).notice
    await asActor(people.amir, (tx) => perform(tx, people.amir, kase.ref, 'save', { notice: rest }))
    expect(looks((await amir.get(`/cases/${kase.ref}/edit`)).body)['B']).toBe('missing')
  })

  test('of a row says of the row whether it stands as it did, whatever became of the others', async () => {
    const kase = await sent('NY04')
    await rejects(kase, { fields: ['rader.0', 'rader.1'], 'words.rader.1': 'Fel lägenhet.' })
    const now = await stored(kase)
    const [first, ...others] = rowsOf(now.notice['rader']!)
    const notice = { ...now.notice, intygande: true, rader: [{ ...first, lgh: '9999' }, ...others] }
    await asActor(people.amir, (tx) => perform(tx, people.amir, kase.ref, 'resubmit', { notice }))
    const body = (await eva.get(`/cases/${kase.ref}`)).body
    const left = /<div class="changed-left">[\s\S]*?<\/div>/.exec(body)![0]
    expect([...left.matchAll(/<li>([^<]*)/g)].map(([, point]) => point)).toEqual(['Anläggning 2: Fel lägenhet.'])
  })
})

describe('the ticks of the sections', () => {
  test('tell of a rule that is broken too, when the form is opened anew and while one writes', async () => {
    const draft = await aCase(people.amir, 'BE03')
    const lower = { ...draft.notice, sakr_bef: 25, sakr_ny: 20 }
    await asActor(people.amir, (tx) => perform(tx, people.amir, draft.ref, 'save', { notice: lower }))
    const form = async () => (await amir.get(`/cases/${draft.ref}/edit`)).body
    const review = (await amir.get(`/cases/${draft.ref}/review`)).body
    const [, name] = /href="[^"]*\/edit#(sakr_\w+)"/.exec(review)!
    const section = jobType('BE03').notice.sections.find(({ fields }) => fields.some(({ key }) => key === name))!
    expect(looks(await form())[section.key]).toBe('missing')
    const now = await stored(draft)
    const values = toValues(jobType('BE03').notice, now.notice)
    const write = async (typed: object, version: number) => {
      const fields = { ...values, ...typed, _version: String(version) }
      const answer = await amir.post(`/cases/${draft.ref}/edit/autosave`, fields, { accept: 'application/json' })
      return JSON.parse(answer.body) as { version: number; progress: Record<string, string> }
    }
    const still = await write({ best_ort: 'Norrby' }, now.version)
    expect(still.progress[section.key]).toBe('missing')
    expect((await write({ sakr_ny: '35' }, still.version)).progress[section.key]).toBe('done')
  })
})
