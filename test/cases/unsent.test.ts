import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import type { MoveInput } from '../../src/cases/workflow/moveRequest.ts'
import { editableParts, moves as all, movesFor, TRANSITIONS, type Move } from '../../src/domain/workflow/status.ts'
import { undo } from '../../src/cases/workflow/undo.ts'
import { asActor, type InstallerActor, type OwnerActor } from '../../src/db/actor.ts'
import type { CaseRow, MailRow, RevisionRow } from '../../src/db/rowTypes.ts'
import { createOrders } from '../../src/work-orders/orders.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

// What an installer has written and not sent is out of the network owner's reach, whatever becomes of the case.

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let amir: Client, eva: Client, mats: Client
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  await db.owner('owners').update({ consent_revocable: true })
  const { address } = await testServer()
  const clients = ['amir.haddad', 'eva.nordin', 'mats.strand'].map((name) => new Client(address).signIn(name))
  ;[amir, eva, mats] = (await Promise.all(clients)) as [Client, Client, Client]
})

const newKey = () => randomBytes(18).toString('base64url')
const marker = () =>
  `Osänt${randomBytes(5)
    .toString('hex')
    .replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!)}`
const stored = async ({ id }: Pick<CaseRow, 'id'>) => (await db.owner<CaseRow>('cases').where({ id }).first())!
const submitted = async (job = 'NY01') => aCase.send(people.amir, await aCase(people.amir, job))
const returned = async (job = 'NY01') => aCase.reject(people.eva, await submitted(job))
const consented = async () => aCase.approve(people.eva, await submitted())
const completionReturned = async () => aCase.reject(people.eva, await aCase.complete(people.amir, await consented()))

/** Text of the form that the installer may write at this station, as a person who saves it posts it. */
async function types(kase: Pick<CaseRow, 'id' | 'ref'>, fields: Record<string, string>): Promise<void> {
  const page = await amir.get(`/cases/${kase.ref}/edit`)
  expect(page.status).toBe(200)
  const values: Record<string, string> = {}
  for (const [, name, text] of page.body.matchAll(/<input class="input[^>]*name="([^"]+)" value="([^"]*)"/g))
    values[name!] = text!
  for (const [, name, text] of page.body.matchAll(/name="([^"]+)" value="([^"]*)" checked/g)) values[name!] = text!
  const { version } = await stored(kase)
  const answer = await amir.post(`/cases/${kase.ref}/edit`, {
    ...values,
    ...fields,
    _key: newKey(),
    _do: 'save',
    _version: String(version),
  })
  expect(answer.status, answer.body.slice(0, 3000)).toBe(303)
}

/** Everything of the owner's side that tells of a case. Searched for in other letters, so that the search box has not the words. */
function pagesOf({ ref }: Pick<CaseRow, 'ref'>, words: string): string[] {
  const q = encodeURIComponent(words.toLowerCase())
  return [
    ...['', '/print', '/log', '/log?what=saves', '/orders/new'].map((page) => `/cases/${ref}${page}`),
    ...['both', 'active', 'archive'].map((where) => `/search?q=${q}&in=${where}`),
    ...['/cases', '/archive'].flatMap((list) => [list, `${list}?q=${q}`, `${list}?group=none`]),
    `/cases/export?format=csv`,
    `/archive/export?format=csv`,
    '/inbox',
    '/owner/orders',
    `/owner/register/${ref}`,
  ]
}

/** As PostgreSQL gives it to the role itself: every text of every table that it may select from. */
async function readBy(actor: OwnerActor): Promise<string> {
  const role = actor === people.mats ? 'app_fitter' : 'app_owner'
  const { rows: tables } = await db.owner.raw<{ rows: { name: string; columns: string }[] }>(
    `select table_name as name, string_agg(format('%I::text', column_name), ', ') as columns
     from information_schema.columns
     join pg_class on relname = table_name and relnamespace = 'public'::regnamespace and relkind = 'r'
     where table_schema = 'public' and data_type in ('text', 'jsonb')
       and has_column_privilege(?, pg_class.oid, column_name, 'select')
     group by 1`,
    [role],
  )
  expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['cases', 'attachments']))
  return asActor(actor, async (tx) => {
    const read: (string | null)[] = []
    for (const { name, columns } of tables) {
      const { rows } = await tx.raw<{ rows: [{ text: string | null }] }>(
        `select string_agg(concat_ws(' ', ${columns}), chr(10)) as text from "${name}"`,
      )
      read.push(rows[0].text)
    }
    return read.join('\n')
  })
}

async function expectUnread(kase: CaseRow, words: string): Promise<void> {
  for (const who of [eva, mats]) {
    for (const page of who === eva ? pagesOf(kase, words) : ['/owner/orders', `/cases/${kase.ref}`]) {
      const { status, body } = await who.get(page)
      expect(status, page).toBeLessThan(500)
      expect(body.slice(Math.max(0, body.indexOf(words) - 200)), page).not.toContain(words)
      // That a search finds the case would tell of the word, too.
      if (page.includes('q=')) expect(body, page).not.toContain(`href="/cases/${kase.ref}"`)
    }
  }
  for (const role of [people.eva, people.mats]) expect(await readBy(role)).not.toContain(words)
  const mails = await db.owner<MailRow>('mail_messages').where({ case_id: kase.id })
  for (const mail of mails) expect(`${mail.subject} ${mail.text} ${mail.html}`).not.toContain(words)
}

const asks = (by: InstallerActor | OwnerActor, kase: CaseRow, move: Move, input: MoveInput = { comment: 'Av skäl' }) =>
  asActor(by, (tx) => perform(tx, by, kase.ref, move, input))

describe('words that were typed and not sent', () => {
  test.each<[string, () => Promise<CaseRow>, string, (kase: CaseRow) => Promise<unknown>]>([
    ['of a returned notice', returned, 'best_namn', async () => undefined],
    ['of a returned notice that is cancelled', returned, 'best_namn', (kase) => asks(people.eva, kase, 'cancel')],
    ['of a returned notice that is removed', returned, 'anl_adress', (kase) => asks(people.amir, kase, 'remove')],
    [
      'of a returned notice that is cancelled and resumed',
      returned,
      'best_namn',
      async (kase) => {
        await asks(people.eva, kase, 'cancel')
        await asks(people.lena, kase, 'resume')
      },
    ],
    [
      'of a returned completion that is cancelled',
      completionReturned,
      'y_kontakt',
      (kase) => asks(people.eva, kase, 'cancel'),
    ],
    [
      'of a direct completion that is removed',
      () => returned('BE02'),
      'best_namn',
      (kase) => asks(people.amir, kase, 'remove'),
    ],
    ['of a consented case', consented, 'y_kontakt', async () => undefined],
    ['of a consented case that is abandoned', consented, 'y_kontakt', (kase) => asks(people.amir, kase, 'abandon')],
    ['of a consented case that is cancelled', consented, 'y_kontakt', (kase) => asks(people.eva, kase, 'cancel')],
    ['of a consent that is revoked', consented, 'y_kontakt', (kase) => asks(people.lena, kase, 'revokeConsent')],
    [
      'of a consent that is revoked and undone',
      consented,
      'y_kontakt',
      async (kase) => {
        await asks(people.lena, kase, 'revokeConsent', { comment: 'Av skäl', undoable: true })
        await asActor(people.lena, (tx) => undo(tx, people.lena, kase.ref))
      },
    ],
    [
      'of a consent that is revoked, rejected and sent again as a notice',
      consented,
      'y_kontakt',
      async (kase) => {
        await asks(people.lena, kase, 'revokeConsent')
        await aCase.reject(people.eva, await stored(kase))
        await asks(people.amir, kase, 'resubmit')
      },
    ],
  ])('%s are nobody’s but the company’s', async (_what, begin, field, then) => {
    const kase = await begin()
    const words = marker()
    await types(kase, { [field]: words })
    await then(kase)
    await expectUnread(kase, words)
    // The company itself has lost nothing.
    expect((await amir.get(`/cases/${kase.ref}`)).body).toContain(words)
    expect((await amir.get(`/search?q=${encodeURIComponent(words)}&in=both`)).body).toContain(kase.ref)
  })

  test('are read by the owner as soon as they are sent, in page, print, search, list and order', async () => {
    const kase = await returned()
    const words = marker()
    await asks(people.amir, kase, 'save', { notice: { ...kase.notice, best_namn: words, intygande: true } })
    const page = await amir.get(`/cases/${kase.ref}/review`)
    const ticks = [...page.body.matchAll(/name="accept" value="([^"]+)"/g)].map(([, rule]) => rule!)
    const answer = await amir.post(`/cases/${kase.ref}/review`, { ...hidden(page.body), accept: ticks })
    expect(answer.status, answer.body.slice(0, 2000)).toBe(303)
    expect(await stored(kase)).toMatchObject({ status: 'submitted', revision: 2, orderer: words })
    for (const path of [`/cases/${kase.ref}`, `/cases/${kase.ref}/print`, `/cases?q=${words}`, `/search?q=${words}`])
      expect((await eva.get(path)).body.split(words).length, path).toBeGreaterThan(1)
    expect((await eva.get(`/cases/${kase.ref}`)).body).toContain('id="read-best_namn"')
    expect(await db.owner('unsent_answers').where({ case_id: kase.id }).select('notice', 'completion')).toEqual([
      { notice: null, completion: null },
    ])
  })

  test('a completion that was begun before its consent was revoked waits for its own sending', async () => {
    const kase = await consented()
    const words = marker()
    await types(kase, { y_kontakt: words })
    await asks(people.lena, kase, 'revokeConsent')
    await aCase.approve(people.eva, await stored(kase))
    expect((await amir.get(`/cases/${kase.ref}/edit`)).body).toContain(words)
    await asks(people.amir, kase, 'complete')
    expect((await eva.get(`/cases/${kase.ref}`)).body).toContain(words)
  })

  test('a work order of a half-written completion knows what was sent, on its page and in its letter', async () => {
    const kase = await consented()
    const words = marker()
    await types(kase, { y_kontakt: words, y_upplysningar: words })
    const fitter = { id: people.mats.userId, name: people.mats.name }
    const plan = { kind: 'mount' as const, fitter, planned_on: null, access: '' }
    await asActor(people.eva, (tx) => createOrders(tx, people.eva, kase.ref, [1], plan))
    const [order] = (await db.owner('work_orders').where({ case_id: kase.id })) as { id: number; sheet: object }[]
    expect(JSON.stringify(order)).not.toContain(words)
    expect((await mats.get(`/owner/orders/${order!.id}`)).body).not.toContain(words)
    await expectUnread(kase, words)
  })

  test('the neighbours of a case are those of what was sent', async () => {
    const kase = await returned()
    const other = await submitted('NY02')
    await db
      .owner('cases')
      .where({ id: other.id })
      .update({ meter_number: 'ZZ-778899', address: 'Annan väg 1', facility_id: null })
    await db.owner('cases').where({ id: kase.id }).update({ address: 'Egen väg 1', facility_id: null })
    await types(kase, { matarnummer: 'ZZ-778899' })
    await asks(people.eva, kase, 'cancel')
    expect((await eva.get(`/cases/${kase.ref}`)).body).not.toContain(`href="/cases/${other.ref}"`)
  })

  test('a handläggare who stands in for an installer starts from what was sent, and the installer’s words are spent', async () => {
    const kase = await returned()
    await db
      .owner('cases')
      .where({ id: kase.id })
      .update({ manual: true, responsible_id: null, responsible_name: null })
    const words = marker()
    await types(kase, { best_namn: words })
    await expectUnread(kase, words)
    await asks(people.eva, kase, 'resubmit', { notice: { ...kase.notice, best_namn: 'Skickad Av Papper' } })
    await expectUnread(kase, words)
    // Or they would be sent next time, over what the handläggare has written. The company's own log still has them.
    expect(await db.owner('unsent_answers').where({ case_id: kase.id }).first('notice')).toEqual({ notice: null })
    const print = (await amir.get(`/cases/${kase.ref}/print`)).body
    expect(print).toContain('Skickad Av Papper')
    expect(print).not.toContain(words)
  })
})

describe('the database', () => {
  test('gives no role of the owner’s a way to the table of what is unsent', async () => {
    for (const role of [people.eva, people.lena, people.mats])
      await expect(asActor(role, (tx) => tx('unsent_answers').select('case_id'))).rejects.toThrow('permission denied')
    const kase = await returned()
    await types(kase, { best_namn: marker() })
    const of = (by: InstallerActor) =>
      asActor(by, (tx) => tx('unsent_answers').where({ case_id: kase.id }).select('case_id'))
    expect(await of(people.sofia)).toHaveLength(1)
    expect(await of(people.mira)).toEqual([])
  })

  test('lets no request change what was sent but by sending', async () => {
    const kase = await returned()
    for (const by of [people.amir, people.eva]) {
      for (const column of ['notice', 'completion']) {
        const write = asActor(by, (tx) =>
          tx('cases')
            .where({ id: kase.id })
            .update({ [column]: '{"best_namn": "x"}' }),
        )
        await expect(write).rejects.toThrow('change only as it is sent again')
      }
    }
  })
})

/** What each form of a move needs, as little as will do. */
function inputFor(move: Move): MoveInput {
  const { form } = TRANSITIONS[move]
  if (form === 'assignment') return { handler: { id: people.eva.userId, name: people.eva.name } }
  if (form === 'responsible') return { responsible: { id: people.sofia.userId, name: people.sofia.name } }
  if (form === 'hold') return { hold: { reason: 'customer', until: null } }
  if (form === 'marks') return { marks: { invoicing: 'not_billable' } }
  if (form === 'rejection') return { comment: 'Fel', details: { codes: ['KOMP'] }, reasons: ['Uppgifter saknas'] }
  if (form === 'consent') return { consent: { x_matarsakring: 25 } }
  return { comment: 'Av skäl' }
}

test('after any road through the status table the owner has what was sent, and no word that was not', async () => {
  const chosen = all.filter(
    (move) => !['create', 'register', 'copy', 'autoApprove', 'withdraw', 'discard'].includes(move),
  )
  const road = fc.array(fc.record({ pick: fc.nat(), back: fc.boolean() }), { minLength: 3, maxLength: 9 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('NY01', 'BE02', 'TI02'), road, async (job, steps) => {
      const words: string[] = []
      let kase = await submitted(job)
      const told: string[] = []
      for (const { pick, back } of steps) {
        const parts = editableParts(kase)
        // The unsent word is typed anew at each station where something can be: what was sent is not looked for.
        const saving = parts.length > 0 && movesFor(people.amir, kase).find((move) => /^save/.test(move))
        if (saving) {
          const word = marker()
          const input = Object.fromEntries(
            parts.map((part) => [
              part,
              { ...kase[part], ...(part === 'notice' ? { best_namn: word } : { y_kontakt: word }) },
            ]),
          )
          await asks(people.amir, kase, saving, input)
          words.push(word)
        }
        kase = await stored(kase)
        const can = chosen.flatMap((move) =>
          [people.amir, people.lena].flatMap((by) =>
            movesFor(by, kase).includes(move) && !/^save/.test(move) ? [{ by, move }] : [],
          ),
        )
        const next = can[pick % Math.max(1, can.length)]
        if (!next) break
        const undoable = back && next.by === people.lena
        const done = await asks(next.by, kase, next.move, {
          ...inputFor(next.move),
          ...(undoable && { undoable: true }),
        }).then(
          () => true,
          // A guard said no.
          (error: unknown) => {
            if ((error as { status?: number }).status !== 409) throw error
            return false
          },
        )
        if (!done) continue
        told.push(next.move)
        if (TRANSITIONS[next.move].effects?.includes('send')) words.length = 0
        if (undoable && TRANSITIONS[next.move].undo) await asActor(people.lena, (tx) => undo(tx, people.lena, kase.ref))
        kase = await stored(kase)
      }
      const last = (await db
        .owner<RevisionRow>('case_revisions')
        .where({ case_id: kase.id })
        .orderBy('revision', 'desc')
        .first())!
      expect({ notice: kase.notice, completion: kase.completion }, told.join()).toEqual({
        notice: last.notice,
        completion: last.completion,
      })
      const pages = ['', '/print', '/log'].map((page) => `/cases/${kase.ref}${page}`)
      for (const page of [...pages, `/search?in=both&q=${kase.number}`]) {
        const { body } = await eva.get(page)
        for (const word of words) expect(body, `${told.join()} ${page}`).not.toContain(word)
      }
      for (const word of words) {
        const found = await eva.get(`/search?in=both&q=${word}`)
        expect(found.body, told.join()).toContain('Inga träffar')
      }
      const read = (await readBy(people.eva)) + (await readBy(people.mats))
      for (const word of words) expect(read, told.join()).not.toContain(word)
    }),
    { numRuns: 12 },
  )
})
