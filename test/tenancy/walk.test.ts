import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { start } from '../../src/sign-in/accounts/sessions.ts'
import { can } from '../../src/domain/rights.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer, type Answer } from '../support/client.ts'
import type { Whom } from '../../src/web/routes.ts'
import { API_DECLARED, DECLARED, ROUTES } from './declared.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let kase: CaseRow, file: number
let clients: Record<string, Client>
let registered: string[]
let people: ReturnType<typeof actorsOf>

beforeAll(async () => {
  db = await testDatabase()
  const { password_hash } = (await db.owner('users').where({ username: 'eva.nordin' }).first('password_hash')) as {
    password_hash: string
  }
  const [operator] = (await db
    .owner('users')
    .insert({ username: 'olle.operator', kind: 'operator', name: 'Olle Operatör', password_hash })
    .returning('id')) as { id: number }[]
  people = actorsOf(db.world)
  kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01', { note: 'Tolvans hemlighet' }))
  file = ((await db.owner('attachments').first('id')) as { id: number }).id
  // With a mail server named there is no local mailbox to read other people's letters in.
  const { app, address } = await testServer({ SMTP_URL: 'smtp://127.0.0.1:1' })
  registered = leavesOf(app.router as unknown as Stack)
  const names = {
    amir: 'amir.haddad',
    karin: 'karin.bergstrom',
    eva: 'eva.nordin',
    mira: 'mira.dahl',
    petra: 'petra.wallin',
    lena: 'lena.frost',
  }
  clients = { nobody: new Client(address), operator: new Client(address) }
  // An operator cannot sign in with a password alone; what the walk asks is what a signed-in one may open.
  clients['operator']!.carry('session', await start(operator!.id, 3600, 'passkey', { userAgent: null, address: null }))
  for (const [key, username] of Object.entries(names))
    clients[key] = await new Client(address).signIn(username, PASSWORD)
  // So that the walk comes to what lies behind the question (test/sign-in/accounts/proof-routes.test.ts asks for the question).
  for (const who of ['karin', 'lena', 'operator']) await clients[who]!.proves()
})

interface Stack {
  stack: { route?: { path: string; methods: Record<string, boolean> }; handle: Partial<Stack> }[]
}

/** Method and own path of every route, however deep its router is mounted. */
function leavesOf(router: Stack): string[] {
  return router.stack.flatMap(({ route, handle }) =>
    route
      ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`)
      : handle.stack
        ? leavesOf(handle as Stack)
        : [],
  )
}

function ask(client: Client, method: string, path: string): Promise<Answer> {
  const at = path
    .replace(':ref', kase.ref)
    // A person is never the walker's own: Petra is a stranger to both tenants that are walked.
    .replace(':id', String(path.includes('/users/') ? db.world.users['petra.wallin'] : file))
    .replace(/:(owner|file|version|order|team)\b/g, '999999')
    .replace(/(.)\/$/, '$1')
  const form = {
    _key: randomBytes(18).toString('base64url'),
    // Of no case: nothing is done by those who may, either.
    _version: '999999',
    comment: 'Det här ska inte gå alls.',
    kind: 'SIT',
  }
  return method === 'GET' ? client.get(at) : client.post(at, form)
}

describe('every route, walked as every wrong kind of user', () => {
  test('the list of this test names every route of the program', () => {
    const listed = [...DECLARED, ...API_DECLARED].map(({ method, own }) => `${method} ${own}`)
    expect([...new Set(registered)].sort()).toEqual([...new Set(listed)].sort())
    expect(listed).toHaveLength(registered.length)
  })

  test.each(ROUTES.filter(([, , whom]) => whom !== 'anyone'))(
    '%s %s asks a stranger to sign in',
    async (method, path) => {
      const answer = await ask(clients['nobody']!, method, path)
      expect([answer.status, answer.location.split('?')[0]]).toEqual([303, '/sign-in'])
    },
  )

  const forParties = ROUTES.filter(([, , whom]) => whom !== 'anyone' && whom !== 'self' && whom !== 'operator')
  test.each(forParties)('%s %s refuses the operator', async (method, path) => {
    const answer = await ask(clients['operator']!, method, path)
    expect(answer.status).toBe(403)
  })

  test.each(ROUTES.filter(([, path]) => path.includes(':ref')))(
    '%s %s of a foreign case is the page that is not there',
    async (method, path, whom) => {
      const missing = (await clients['mira']!.get('/cases/NEL-2026-999999')).body
      for (const who of ['mira', 'petra']) {
        const answer = await ask(clients[who]!, method, path)
        // A page for the other kind is 403 whosever the case is: it says nothing about it.
        const expected = [404, ...(isForOthers(whom, who) ? [403] : [])]
        expect(expected, `${who} ${method} ${path}`).toContain(answer.status)
        expect(answer.body).not.toContain('Tolvan')
        expect(withoutChance(answer.body)).not.toContain(kase.number)
        if (who === 'mira' && answer.status === 404 && method === 'GET')
          expect(withoutChance(answer.body)).toBe(withoutChance(missing))
      }
    },
  )

  test.each(ROUTES.filter(([, , whom]) => whom === 'installer'))(
    '%s %s refuses a handläggare',
    async (method, path) => {
      expect((await ask(clients['eva']!, method, path)).status).toBe(403)
    },
  )

  test.each(ROUTES.filter(([, , whom]) => whom === 'owner'))('%s %s refuses an installer', async (method, path) => {
    for (const who of ['amir', 'karin']) expect((await ask(clients[who]!, method, path)).status).toBe(403)
  })

  test.each(ROUTES.filter(([, , whom]) => whom === 'installerAdmin'))(
    '%s %s refuses all but the company’s administrator',
    async (method, path) => {
      expect((await ask(clients['eva']!, method, path)).status).toBe(403)
      expect((await ask(clients['amir']!, method, path)).status).toBe(403)
      expect([200, 303, 404, 422]).toContain((await ask(clients['karin']!, method, path)).status)
    },
  )

  test.each(ROUTES.filter(([, , whom]) => whom === 'ownerAdmin'))(
    '%s %s refuses all but the network owner’s administrator',
    async (method, path) => {
      expect((await ask(clients['karin']!, method, path)).status).toBe(403)
      expect((await ask(clients['eva']!, method, path)).status).toBe(403)
      expect([200, 303, 404, 409, 422]).toContain((await ask(clients['lena']!, method, path)).status)
    },
  )

  test.each(ROUTES.filter(([, , whom]) => whom === 'owner'))(
    '%s %s refuses all but the network owner’s people',
    async (method, path) => {
      for (const who of ['amir', 'karin']) expect((await ask(clients[who]!, method, path)).status, who).toBe(403)
      // What is missing or wrong comes after the question of who asks.
      const { right = 'none' } = DECLARED.find((page) => page.method === method && page.path === path) ?? {}
      for (const who of ['eva', 'lena'] as const) {
        const may = right === 'none' || can(people[who], right)
        expect(may ? [200, 303, 404, 409, 422] : [403], who).toContain((await ask(clients[who]!, method, path)).status)
      }
    },
  )

  test.each(ROUTES.filter(([, , whom]) => whom === 'operator'))(
    '%s %s refuses all but the operator',
    async (method, path) => {
      for (const who of ['amir', 'karin', 'eva', 'lena'])
        expect((await ask(clients[who]!, method, path)).status, who).toBe(403)
      // What is missing or wrong comes after the question of who asks.
      expect([200, 303, 404, 409, 422]).toContain((await ask(clients['operator']!, method, path)).status)
    },
  )

  test('a move of the other side is refused, and after all this the case stands as it stood', async () => {
    for (const move of ['approve', 'reject', 'assign', 'mark', 'archive', 'cancel', 'reopen']) {
      expect((await ask(clients['amir']!, 'POST', `/cases/:ref/${move}`)).status, move).toBe(403)
    }
    for (const move of ['withdraw', 'discard', 'remove', 'request-removal', 'change-responsible']) {
      expect((await ask(clients['eva']!, 'POST', `/cases/:ref/${move}`)).status, move).toBe(403)
    }
    for (const move of ['revoke-consent', 'reopen', 'resume']) {
      expect((await ask(clients['eva']!, 'POST', `/cases/:ref/${move}`)).status, move).toBe(403)
    }
    const after = (await db.owner('cases').where({ id: kase.id }).first()) as CaseRow
    expect([after.status, after.version]).toEqual([kase.status, kase.version])
  })
})

/** Mira is an installer and Petra a network owner's, both administrators. */
function isForOthers(whom: Whom, who: string): boolean {
  return whom !== 'party' && !whom.startsWith(who === 'petra' ? 'owner' : 'installer')
}

/** The same page but for what differs by the address or by chance. */
function withoutChance(html: string): string {
  return html.replace(/value="[^"]*"/g, '').replace(/href="[^"]*"/g, '')
}
