import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asActor } from '../../src/db/actor.ts'
import type { CaseRow, MailRow } from '../../src/db/rowTypes.ts'
import { endHolds } from '../../src/cases/workflow/endHolds.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import { promiseMail, setMailOrigin } from '../../src/mail/outbox.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  setMailOrigin('https://elanmalan.example:8443/annat?x=1')
})

const OFFICE = 'kontoret@bergstroms-elservice.example'
const AMIR = 'amir.haddad@bergstroms-elservice.example'
const ON = {
  mail_enabled: true,
  mail_approved: true,
  mail_notice_rejected: true,
  mail_completion_approved: true,
  mail_completion_rejected: true,
}

beforeEach(async () => {
  await company(ON)
  await db.owner('users').where({ username: 'amir.haddad' }).update({ active: true, email: AMIR, locale: 'sv' })
  await db.owner('owners').update({ mail_received: false, mail_withdrawn: true, mail_hold: false })
  await db.owner('mail_messages').delete()
})

const company = (patch: object) => db.owner('companies').where({ name: 'Bergströms Elservice AB' }).update(patch)
const mails = () => db.owner<MailRow>('mail_messages').orderBy('id').select()
const told = async () => (await mails()).map(({ template, to_address }) => [template, to_address])
const sent = async () => aCase.send(people.amir, await aCase(people.amir, 'NY01'))
const promise = (kase: CaseRow, name: 'M03' | 'M05' | 'M06' | 'M07', about: object = {}) =>
  asActor(people.eva, (tx) => promiseMail(tx, name, kase, { ownerName: 'Norrådalens Elnät AB', ...about }))

describe('who is told', () => {
  test('the one who is responsible, of approval and rejection', async () => {
    await aCase.approve(people.eva, await sent())
    await aCase.reject(people.eva, await sent())
    expect(await told()).toEqual([
      ['M01', AMIR],
      ['M02', AMIR],
    ])
  })

  test('nobody of a decision whose box the company has cleared', async () => {
    const kase = await sent()
    await company({ mail_notice_rejected: false })
    await aCase.reject(people.eva, kase)
    expect(await told()).toEqual([])
    await aCase.approve(people.eva, await sent())
    expect(await told()).toEqual([['M01', AMIR]])
  })

  test('nobody when the company has switched mail off, but of a consent taken back always', async () => {
    const kase = await sent()
    await company({ mail_enabled: false })
    await aCase.reject(people.eva, kase)
    expect(await told()).toEqual([])
    expect(await promise(kase, 'M03')).toBe(2)
    expect(await told()).toEqual([
      ['M03', AMIR],
      ['M03', OFFICE],
    ])
  })

  test('the company, when the responsible person has left or has no address', async () => {
    const kase = await sent()
    await db.owner('users').where({ username: 'amir.haddad' }).update({ active: false })
    await aCase.reject(people.eva, kase)
    expect(await told()).toEqual([['M02', OFFICE]])
  })

  test('a person and their company once when they share an address', async () => {
    const kase = await sent()
    await db.owner('users').where({ username: 'amir.haddad' }).update({ email: OFFICE.toUpperCase() })
    expect(await promise(kase, 'M03')).toBe(1)
  })

  test('who stands in for the one who is responsible, too, at the pace they have chosen', async () => {
    const SOFIA = (await db.owner('users').where({ username: 'sofia.lindqvist' }).first('email'))!.email!
    const { amir, sofia } = people
    const own = { user_id: amir.userId, cover_id: sofia.userId, company_id: amir.companyId }
    const days = { from_on: '2020-01-01', to_on: '2099-12-31' }
    await db.owner('absences').insert({ ...own, ...days })
    try {
      const kase = await sent()
      await aCase.reject(people.eva, kase)
      await promise(kase, 'M03')
      expect(await told()).toEqual([
        ['M02', AMIR],
        ['M02', SOFIA],
        ['M03', AMIR],
        ['M03', SOFIA],
        ['M03', OFFICE],
      ])
      expect((await mails())[1]!.text).toContain('Du får det för att du vikarierar för den ansvariga.')
      await db.owner('mail_messages').delete()
      await db.owner('users').where({ id: sofia.userId }).update({ mail_pace: 'never' })
      await db.owner('companies').where({ id: amir.companyId }).update({ mail_minimum: 'never' })
      await aCase.reject(people.eva, await sent())
      expect(await told()).toEqual([['M02', AMIR]])
      // Who is back has it alone; a stand-in who has left has nothing.
      await db.owner('users').where({ id: sofia.userId }).update({ mail_pace: 'now' })
      await db.owner('absences').update({ to_on: '2020-01-02' })
      await aCase.reject(people.eva, await sent())
      expect(await told()).toEqual([
        ['M02', AMIR],
        ['M02', AMIR],
      ])
    } finally {
      await db.owner('absences').delete()
    }
  })

  test('the company, of a case registered for it', async () => {
    expect(await promise(await sent(), 'M07')).toBe(1)
    expect(await told()).toEqual([['M07', OFFICE]])
  })

  test('who takes a case over from a colleague, in the company’s name; not who takes it themself', async () => {
    const kase = await sent()
    const hand = (to: typeof people.amir) =>
      asActor(people.amir, (tx) =>
        perform(tx, people.amir, kase.ref, 'changeResponsible', { responsible: { id: to.userId, name: to.name } }),
      )
    await hand(people.sofia)
    expect(await told()).toEqual([['M18', 'sofia.lindqvist@bergstroms-elservice.example']])
    const [mail] = await mails()
    expect(mail!.text).toContain('Amir Haddad (installatör, Bergströms Elservice AB) gjorde dig till ansvarig')
    // It is the company's own business.
    expect(await asActor(people.eva, (tx) => tx('mail_messages').where({ case_id: kase.id }))).toEqual([])
    await hand(people.amir)
    expect(await told()).toHaveLength(1)
  })

  test('the area’s mailbox of what comes in, when the owner wants that; the installer does not see this mail', async () => {
    await sent()
    expect(await told()).toEqual([])
    await db.owner('owners').update({ mail_received: true })
    const kase = await sent()
    expect(await told()).toEqual([['M08', 'nrd@natanmalan.example']])
    const seenBy = (actor: Parameters<typeof asActor>[0]) =>
      asActor(actor, (tx) => tx('mail_messages').where({ case_id: kase.id }).pluck('template'))
    expect(await seenBy(people.amir)).toEqual([])
    expect(await seenBy(people.eva)).toEqual(['M08'])
    expect(await seenBy(people.petra)).toEqual([])
  })

  test('the area’s mailbox of a withdrawn notice, without a link to what it can no longer open', async () => {
    const kase = await aCase.move(people.amir, await sent(), 'withdraw', 'Fel adress')
    const [mail] = await mails()
    expect(mail).toMatchObject({ template: 'M09', to_address: 'nrd@natanmalan.example' })
    expect(mail!.subject).toBe(`[Norrådalens Elnät] Ärende ${kase.ref}: Återkallad föranmälan`)
    expect(mail!.text).toContain('Amir Haddad (installatör, Bergströms Elservice AB) återkallade')
    expect(mail!.text).not.toContain('https://')
  })

  test('the one who is responsible of a hold and of its end, by person or by the platform, when the owner wants that', async () => {
    const kase = await sent()
    const hold = (on: boolean) =>
      asActor(people.eva, (tx) =>
        perform(tx, people.eva, kase.ref, 'hold', { hold: on ? { reason: 'grid', until: '2020-01-01' } : null }),
      )
    await hold(true)
    await hold(false)
    expect(await told()).toEqual([])
    await db.owner('owners').update({ mail_hold: true })
    await hold(true)
    await endHolds()
    expect(await told()).toEqual([
      ['M10', AMIR],
      ['M10', AMIR],
    ])
    const [begun, ended] = await mails()
    expect(begun!.text).toContain('Eva Nordin (nätbolag, Norrådalens Elnät AB) satte ärendet i väntläge')
    expect(ended!.text).toContain('tog ärendet ur väntläge')
    await company({ mail_enabled: false })
    await hold(true)
    expect(await told()).toHaveLength(2)
  })

  test('a mail is on the queue in the same transaction as it is written', async () => {
    await aCase.reject(people.eva, await sent())
    const [mail] = await mails()
    const job = await db
      .owner<{ key: string; payload: object }>('graphile_worker._private_jobs')
      .where({ key: `mail:${mail!.id}` })
      .first('payload')
    expect(job).toEqual({ payload: { id: mail!.id } })
  })
})

describe('what is said', () => {
  test('personal numbers in free text are masked', async () => {
    await aCase.reject(people.eva, await sent(), 'Kunden 19121212-1212 (121212-1212) finns inte i registret')
    const [mail] = await mails()
    for (const part of [mail!.subject, mail!.text, mail!.html]) expect(part).not.toContain('-1212')
    expect(mail!.text).toContain('121212-****')
  })

  test('free text is escaped in HTML and left alone in text', async () => {
    await aCase.reject(people.eva, await sent(), 'Se <script>alert(1)</script> & "bilagan"\nrad två')
    const [mail] = await mails()
    expect(mail!.html).not.toContain('<script')
    expect(mail!.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp;')
    expect(mail!.text).toContain('> Se <script>alert(1)</script> & "bilagan"\n> rad två')
  })

  test('a line break in a name begins no header', async () => {
    const kase = await sent()
    await db.owner('users').where({ username: 'amir.haddad' }).update({ name: 'Amir\r\nBcc: alla@kund.example' })
    await promise(kase, 'M05', { ownerName: 'Norrådalens\r\nBcc: alla@kund.example AB' })
    await db.owner('users').where({ username: 'amir.haddad' }).update({ name: 'Amir Haddad' })
    const [mail] = await mails()
    expect(mail!.subject).toMatch(/^\[Norrådalens Bcc: alla@kund\.example\] Ärende/)
    expect(mail!.to_name).toBe('Amir Bcc: alla@kund.example')
  })

  test('the link and the Message-ID are built from the configured address', async () => {
    const kase = await aCase.approve(people.eva, await sent())
    const [mail] = await mails()
    expect(mail!.text).toContain(`https://elanmalan.example:8443/cases/${kase.ref}\n`)
    expect(mail!.message_id).toMatch(/@elanmalan\.example>$/)
  })

  test('in English to one who reads English', async () => {
    await db.owner('users').where({ username: 'amir.haddad' }).update({ locale: 'en' })
    const kase = await aCase.approve(people.eva, await sent())
    const [mail] = await mails()
    expect(mail!.subject).toBe(`[Norrådalens Elnät] Case ${kase.ref}: Notice approved`)
    expect(mail!.text).toContain('Hello Amir,')
    expect(mail!.text).toContain('Eva Nordin (network owner, Norrådalens Elnät AB) approved your notice')
  })
})
