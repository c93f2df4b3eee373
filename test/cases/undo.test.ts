import fc from 'fast-check'
import { randomBytes } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import type { MoveInput } from '../../src/cases/workflow/moveRequest.ts'
import { fits, LEFT_OUT, moves, STATUSES, statuses, TRANSITIONS, type Move } from '../../src/domain/workflow/status.ts'
import { undo } from '../../src/cases/workflow/undo.ts'
import { asActor, setClock } from '../../src/db/actor.ts'
import type { CaseRow, EventRow, MailRow } from '../../src/db/rowTypes.ts'
import type { Flow } from '../../src/domain/forms/definition.ts'
import { deliver } from '../../src/mail/deliver.ts'
import { sendDigests } from '../../src/mail/digest.ts'
import { openPostman } from '../../src/mail/transport.ts'
import { createOrders } from '../../src/work-orders/orders.ts'
import { postOffice, type PostOffice } from '../mail/postOffice.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let office: PostOffice
let people: ReturnType<typeof actorsOf>
let eva: Client, johan: Client, lena: Client, amir: Client
beforeAll(async () => {
  db = await testDatabase()
  office = await postOffice()
  people = actorsOf(db.world)
  await db.owner('owners').update({ consent_revocable: true })
  const { address } = await testServer()
  eva = await new Client(address).signIn('eva.nordin')
  johan = await new Client(address).signIn('johan.ek')
  lena = await new Client(address).signIn('lena.frost')
  amir = await new Client(address).signIn('amir.haddad')
})
beforeEach(() => at('09:00:00'))
afterEach(() => setClock(''))

const at = (time: string) => setClock(`2027-02-01T${time}+01:00`)
const newKey = () => randomBytes(18).toString('base64url')
const JOBS: Record<Flow, string> = { F: 'NY01', D: 'BE02', G: 'TI02' }
const sent = async (flow: Flow = 'F') => aCase.send(people.amir, await aCase(people.amir, JOBS[flow]))
const stored = async ({ id }: Pick<CaseRow, 'id'>) => (await db.owner<CaseRow>('cases').where({ id }).first())!
const mailsOf = (kase: Pick<CaseRow, 'id'>) =>
  db.owner<MailRow>('mail_messages').where({ case_id: kase.id }).orderBy('id')
const consent = {
  x_anl_id: '735999000100000012',
  x_matarsakring: '25',
  x_matmetod: 'direkt',
  x_anslutningspunkt: 'KS-1042',
}

/** All that there is of a case, as PostgreSQL writes it, but for its version and the time of its last event. */
async function whole(kase: Pick<CaseRow, 'id'>): Promise<unknown> {
  const { rows } = await db.owner.raw<{ rows: [object] }>(
    `select to_jsonb(c) - 'version' - 'last_event_at' as kase,
       coalesce((select consent from case_internals where case_id = c.id), '{}') as internal,
       (select jsonb_agg(to_jsonb(r) order by revision) from case_revisions r where case_id = c.id) as revisions,
       (select jsonb_agg(to_jsonb(a) order by id) from attachments a where case_id = c.id) as files
     from cases c where c.id = ?`,
    [kase.id],
  )
  return rows[0]
}

describe('what is undone was never done', () => {
  const stations = moves
    .filter((move) => TRANSITIONS[move].undo)
    .flatMap((move) =>
      (['F', 'D', 'G'] as const).flatMap((flow) =>
        statuses
          .filter((status) => !LEFT_OUT[flow].includes(status) && fits(move, { status, flow }))
          .map((status) => [move, flow, status] as const),
      ),
    )

  test('every decision and deed of an owner can be undone, and nothing that an installer or the platform does', () => {
    expect(new Set(stations.map(([move]) => TRANSITIONS[move].row))).toEqual(
      new Set('T07 T08 T09 T10 T14 T15 T16 T18 T19 T24 T25 T26 T27 T30 T32'.split(' ')),
    )
  })

  const consentArb = fc.record({ x_anslutningspunkt: fc.constantFrom('KS-1', 'KS-2'), x_kabel: fc.string() })
  const before = fc.record({
    due_on: fc.constantFrom(null, '2027-02-09', '2026-01-02'),
    seen_by_installer: fc.boolean(),
    seen_by_owner: fc.boolean(),
    certified: fc.boolean(),
    consent: fc.constantFrom(null, 'M-old'),
    answers: consentArb,
    internal: fc.constantFrom(null, { x_intern: 'Kolla lasten' }),
    rejected_count: fc.nat(3),
    removal_requested: fc.boolean(),
    held: fc.constantFrom(null, '2027-03-01', 'open'),
    work_order: fc.constantFrom(null, 'created', 'reported', 'cancelled'),
    work_order_released: fc.boolean(),
    documented: fc.boolean(),
    handled: fc.boolean(),
    micros: fc.nat(999_999),
  })

  /** The guards of each move say what cannot be so before it. */
  function arranged(
    move: Move,
    { held, work_order, removal_requested }: typeof before extends fc.Arbitrary<infer T> ? T : never,
  ) {
    const guards: readonly string[] = TRANSITIONS[move].guards ?? []
    return {
      held: guards.includes('notHeld') ? null : held,
      work_order: guards.includes('settled') && work_order === 'created' ? null : work_order,
      removal_requested: guards.includes('removalRequested') || removal_requested,
    }
  }

  const INPUT: Partial<Record<Move, MoveInput>> = {
    approve: { consent: { x_anslutningspunkt: 'KS-9' }, internal: { x_intern: 'Nytt' } },
    hold: { hold: { reason: 'grid', until: '2027-05-01' } },
    extendConsent: { validTo: '2027-08-02' },
    get assign() {
      return { handler: { id: people.johan.userId, name: 'Johan Ek' } }
    },
    mark: { marks: { preparation: 'requested', invoicing: 'quote_sent', transformer_by_hand: true } },
  }

  test.each(stations)('%s in flow %s from %s', async (move, flow, status) => {
    const kase = await sent(flow)
    const { turn } = STATUSES[status]
    await fc.assert(
      fc.asyncProperty(before, async (random) => {
        const { held, work_order, removal_requested } = arranged(move, random)
        const holds = held !== null && turn !== null && status !== 'closed'
        await db.owner('case_internals').where({ case_id: kase.id }).delete()
        if (random.internal) {
          const row = { case_id: kase.id, owner_id: kase.owner_id, sent: true }
          await db.owner('case_internals').insert({ ...row, consent: JSON.stringify(random.internal) })
        }
        await db
          .owner('cases')
          .where({ id: kase.id })
          .update({
            status,
            previous_status: flow === 'D' ? 'completed' : 'submitted',
            turn,
            status_since: db.owner.raw(`app.now() - interval '2 days' - ? * interval '1 microsecond'`, [random.micros]),
            turn_since: db.owner.raw(`app.now() - interval '3 days' - ? * interval '1 microsecond'`, [random.micros]),
            due_on: random.due_on,
            seen_by_installer: random.seen_by_installer,
            seen_by_owner: random.seen_by_owner,
            notice: JSON.stringify({ ...kase.notice, intygande: random.certified }),
            consent: JSON.stringify(random.answers),
            consent_number: random.consent,
            consent_on: random.consent && '2026-11-02',
            consent_valid_to: random.consent && '2027-05-02',
            rejected_count: random.rejected_count,
            removal_requested,
            hold_reason: holds ? 'customer' : null,
            held_at: holds
              ? db.owner.raw(`app.now() - interval '4 days' - ? * interval '1 microsecond'`, [random.micros])
              : null,
            hold_until: holds && held !== 'open' ? held : null,
            work_order,
            work_order_released: random.work_order_released,
            documented: random.documented,
            handler_id: random.handled ? people.eva.userId : null,
            handler_name: random.handled ? 'Eva Nordin' : null,
          })
        const was = await whole(kase)
        const ended = move === 'hold' && holds && random.documented ? { hold: null } : undefined
        const input = { comment: 'Så här blev det i dag.', ...INPUT[move], ...ended, undoable: true }
        const decided = await asActor(people.lena, (tx) => perform(tx, people.lena, kase.ref, move, input))
        expect(await whole(kase)).not.toEqual(was)
        const restored = await asActor(people.lena, (tx) => undo(tx, people.lena, kase.ref))
        expect(await whole(kase)).toEqual(was)
        expect(restored.version).toBe(decided.version + 1)
      }),
      { numRuns: 4 },
    )
    const mails = (await mailsOf(kase)).filter(({ template }) => template === TRANSITIONS[move].mail)
    expect(mails.every((mail) => mail.status === 'cancelled')).toBe(true)
    const log = await db.owner<EventRow>('case_events').where({ case_id: kase.id }).orderBy('id', 'desc').limit(2)
    expect(log.map(({ action }) => action)).toEqual(['undo', move])
    expect(log[0]!.details).toMatchObject({ undoes: log[1]!.id, move })
  })
})

describe('over HTTP', () => {
  /** Opens the case and decides. */
  async function decides(who: Client, kase: CaseRow, move: string, typed: Record<string, string>) {
    const page = await who.get(`/cases/${kase.ref}`)
    const answer = await who.post(`/cases/${kase.ref}/${move}`, { ...hidden(page.body), ...typed, _key: newKey() })
    expect(answer.status).toBe(303)
    return who.get(answer.location)
  }
  const presses = async (who: Client, kase: CaseRow) => {
    const answer = await who.post(`/cases/${kase.ref}/undo`, { _key: newKey() })
    expect([answer.status, answer.location]).toEqual([303, `/cases/${kase.ref}`])
    return (await who.get(answer.location)).body
  }

  test('the page after a decision has the button, and so has the case for a minute; pressed, all is as it was', async () => {
    const kase = await sent()
    const after = await decides(eva, kase, 'approve', consent)
    const form = /<form class="undo"[^>]*action="([^"]+)"[^>]*data-undo="(\d+)"/.exec(after.body)
    expect(form?.[1]).toBe(`/cases/${kase.ref}/undo`)
    expect(after.body.split('class="undo"')).toHaveLength(2)
    at('09:00:20')
    expect(/data-undo="(\d+)"/.exec((await eva.get(`/cases/${kase.ref}`)).body)?.[1]).toBe('40')
    // Nobody else's page offers it.
    for (const who of [johan, lena, amir]) {
      expect((await who.get(`/cases/${kase.ref}`)).body).not.toContain('class="undo"')
    }
    const body = await presses(eva, kase)
    expect(body).toContain('Ångrat. Ärendet är som före beslutet')
    expect(await stored(kase)).toMatchObject({ status: 'submitted', consent_number: null, due_on: kase.due_on })
    expect((await mailsOf(kase)).map(({ template, status }) => `${template} ${status}`)).toEqual(['M01 cancelled'])
    expect((await amir.get(`/cases/${kase.ref}/log`)).body).toContain('Ångrat: Föranmälan godkänd')
  })

  test('the mail waits a minute, and the decision that stands sends it', async () => {
    const kase = await sent()
    await decides(eva, kase, 'approve', consent)
    const [mail] = await mailsOf(kase)
    expect(mail).toMatchObject({ status: 'queued' })
    expect(mail!.send_after?.toISOString()).toBe('2027-02-01T08:01:00.000Z')
    const { rows } = await db.owner.raw<{ rows: { run_at: Date }[] }>(
      `select run_at from graphile_worker.jobs where key = ?`,
      [`mail:${mail!.id}`],
    )
    expect(rows.map(({ run_at: due }) => due.toISOString())).toEqual(['2027-02-01T08:01:00.000Z'])
  })

  test('a minute later it is refused kindly, and nothing has changed', async () => {
    const kase = await sent()
    await decides(eva, kase, 'reject', { codes: 'BIL', comment: 'Situationsplanen går inte att läsa.' })
    at('09:01:01')
    expect((await eva.get(`/cases/${kase.ref}`)).body).not.toContain('class="undo"')
    expect(await presses(eva, kase)).toContain('Det har gått mer än en minut')
    expect(await stored(kase)).toMatchObject({ status: 'notice_rejected', rejected_count: 1 })
    expect((await mailsOf(kase))[0]).toMatchObject({ status: 'queued' })
  })

  test('only the one who decided can undo it, not even the administrator', async () => {
    const kase = await sent()
    await decides(eva, kase, 'approve', consent)
    for (const who of [johan, lena]) expect(await presses(who, kase)).toContain('Det finns inget att ångra')
    expect((await amir.post(`/cases/${kase.ref}/undo`, { _key: newKey() })).status).toBe(403)
    expect(await stored(kase)).toMatchObject({ status: 'consented' })
  })

  test('what can be undone no longer is not kept', async () => {
    const old = await sent()
    await decides(eva, old, 'reject', { codes: 'BIL', comment: 'Situationsplanen går inte att läsa.' })
    at('09:10:00')
    const kase = await sent()
    await decides(eva, kase, 'approve', consent)
    expect(await db.owner('case_undos').where({ user_id: people.eva.userId }).pluck('case_id')).toEqual([kase.id])
  })

  test('twice does it once', async () => {
    const kase = await sent()
    await decides(eva, kase, 'approve', consent)
    const key = newKey()
    const answers = await Promise.all([1, 2].map(() => eva.post(`/cases/${kase.ref}/undo`, { _key: key })))
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await presses(eva, kase)).toContain('Det finns inget att ångra')
    expect(await db.owner('case_events').where({ case_id: kase.id, action: 'undo' })).toHaveLength(1)
  })

  test('once the installer has acted it stands; having read it is not acting', async () => {
    const read = await sent()
    await decides(eva, read, 'approve', consent)
    await amir.get(`/cases/${read.ref}`)
    await amir.get(`/cases/${read.ref}/print`)
    expect(await presses(eva, read)).toContain('Ångrat.')
    expect(await stored(read)).toMatchObject({ status: 'submitted' })

    const noted = await sent()
    await decides(eva, noted, 'approve', consent)
    await amir.post(`/cases/${noted.ref}/notes`, {
      _key: newKey(),
      subject: 'Tack',
      body: 'Vi börjar.',
      audience: 'shared',
    })
    expect(await presses(eva, noted)).toContain('Någon har gjort något i ärendet efter beslutet')

    const saved = await sent()
    await decides(eva, saved, 'approve', consent)
    await amir.post(`/cases/${saved.ref}/edit`, {
      ...hidden((await amir.get(`/cases/${saved.ref}/edit`)).body),
      y_kontakt: 'Tolvan',
    })
    expect(await presses(eva, saved)).toContain('Någon har gjort något i ärendet efter beslutet')
    expect(await db.owner('unsent_answers').where({ case_id: saved.id }).first('completion')).toMatchObject({
      completion: { y_kontakt: 'Tolvan' },
    })
    expect((await mailsOf(saved))[0]).toMatchObject({ status: 'queued' })
  })

  test('a colleague who has acted on top of it makes it stand', async () => {
    const kase = await sent()
    await decides(eva, kase, 'approve', consent)
    const page = await johan.get(`/cases/${kase.ref}`)
    await johan.post(`/cases/${kase.ref}/mark`, { ...hidden(page.body), preparation: 'ongoing' })
    expect(await presses(eva, kase)).toContain('Någon har gjort något')
    expect(await stored(kase)).toMatchObject({ status: 'consented', preparation: 'ongoing' })
  })

  test('the work orders that it released or called off are as they were', async () => {
    const kase = await sent()
    const plan = { kind: 'mount' as const, fitter: null, planned_on: null, access: '' }
    await asActor(people.eva, (tx) => createOrders(tx, people.eva, kase.ref, [1], plan))
    const orders = () =>
      db.owner('work_orders').where({ case_id: kase.id }).select('state', 'released_at', 'cancelled_at')
    const waiting = await orders()
    const asked = await eva.get(`/cases/${kase.ref}/cancel`)
    await eva.get(`/cases/${kase.ref}`)
    const before = await stored(kase)
    await eva.post(`/cases/${kase.ref}/cancel`, { ...hidden(asked.body), comment: 'Kunden har ångrat sig.' })
    expect(await orders()).toMatchObject([{ state: 'cancelled' }])
    await presses(eva, kase)
    expect(await orders()).toEqual(waiting)
    const { version: _, last_event_at: __, ...same } = before
    expect(await stored(kase)).toMatchObject(same)
  })

  test('a mail that has left calls the whole undoing off', async () => {
    const kase = await sent()
    await decides(eva, kase, 'approve', consent)
    const [mail] = await mailsOf(kase)
    const postman = openPostman(office.config)!
    expect(await deliver(mail!.id, postman, false)).toBe('delivered')
    expect(await presses(eva, kase)).toContain('Mejlet har redan skickats')
    expect(await stored(kase)).toMatchObject({ status: 'consented' })
    const other = await sent()
    await decides(eva, other, 'approve', consent)
    const [late] = await mailsOf(other)
    await presses(eva, other)
    expect(await deliver(late!.id, postman, false)).toBe('nothing to do')
    postman.close()
  })

  test('undoing and the worker at the same moment: either the mail goes and the decision stands, or neither', async () => {
    const postman = openPostman(office.config)!
    for (let round = 0; round < 5; round += 1) {
      const kase = await sent()
      await decides(eva, kase, 'approve', consent)
      const [mail] = await mailsOf(kase)
      await Promise.all([
        eva.post(`/cases/${kase.ref}/undo`, { _key: newKey() }),
        deliver(mail!.id, postman, false).catch(() => 'held by the other'),
      ])
      const { status } = await stored(kase)
      expect(['consented delivered', 'consented queued', 'submitted cancelled']).toContain(
        `${status} ${(await mailsOf(kase))[0]!.status}`,
      )
    }
    postman.close()
  })

  test('what is gathered for the day’s mail waits too, and what was undone is not in it', async () => {
    await db.owner('users').where({ username: 'amir.haddad' }).update({ mail_pace: 'daily' })
    at('06:59:30')
    const [kept, undone] = [await sent(), await sent()]
    await decides(eva, kept, 'approve', consent)
    await decides(eva, undone, 'approve', consent)
    at('07:00:10')
    expect(await sendDigests()).toBe(0)
    await presses(eva, undone)
    at('07:01:00')
    expect(await sendDigests()).toBe(1)
    const digest = (await db.owner<MailRow>('mail_messages').where({ template: 'M17' }).first())!
    expect(digest.text).toContain(kept.number)
    expect(digest.text).not.toContain(undone.number)
    await db.owner('users').where({ username: 'amir.haddad' }).update({ mail_pace: 'now' })
  })

  test('the page before the decision, posted once more after it was undone, does not claim to have done it', async () => {
    const kase = await sent()
    const page = await eva.get(`/cases/${kase.ref}`)
    const form = { ...hidden(page.body), ...consent }
    await eva.post(`/cases/${kase.ref}/approve`, form)
    await presses(eva, kase)
    expect((await eva.post(`/cases/${kase.ref}/approve`, form)).status).toBe(409)
    expect(await stored(kase)).toMatchObject({ status: 'submitted' })
  })

  test('a rejection that was undone is no part of the story the next round is compared with', async () => {
    const first = await aCase.reject(people.eva, await sent(), 'Fastigheten stämmer inte.')
    const again = await asActor(people.amir, (tx) =>
      perform(tx, people.amir, first.ref, 'resubmit', { notice: { ...first.notice, fastighet: 'Berget 1:24' } }),
    )
    await decides(eva, again, 'reject', { codes: 'TYP', comment: 'Det här var fel ärende.' })
    const body = await presses(eva, again)
    expect(body).toContain('Avvisades för')
    expect(body).toContain('Fastigheten stämmer inte.')
    expect(/id="changed".*?<\/section>/s.exec(body)![0]).not.toContain('Det här var fel ärende.')
  })

  test('an owner’s request can take back a mail that waits, and touch no other', async () => {
    const kase = await sent()
    await decides(eva, kase, 'approve', consent)
    const set = (status: MailRow['status']) =>
      asActor(people.eva, (tx) => tx('mail_messages').where({ case_id: kase.id }).update({ status }))
    await expect(set('delivered')).rejects.toThrow('row-level security')
    expect(await set('cancelled')).toBe(1)
    expect(await set('cancelled')).toBe(0)
    await expect(
      asActor(people.eva, (tx) => tx('mail_messages').where({ case_id: kase.id }).update({ subject: 'x' })),
    ).rejects.toThrow('permission denied')
  })
})
