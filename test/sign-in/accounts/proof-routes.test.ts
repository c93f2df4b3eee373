import { beforeAll, describe, expect, test } from 'vitest'
import { start } from '../../../src/sign-in/accounts/sessions.ts'
import { Client, testServer, type Answer } from '../../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../../support/database.ts'
import { DECLARED, LISTED } from '../../tenancy/routes/all.ts'

/** Posts that decide who gets in: each asks for a recent proof (src/sign-in/accounts/recentProof.ts), whatever else is posted. */
const ASKS = ['/owner/configuration/publish', '/owner/configuration/versions/:version/restore']

/** Every other post of the program, and why none is needed: a path alone, or all that lies under one that ends in *. */
const NEEDS_NONE: Record<string, string> = {
  '/owner/configuration/*': 'a draft, which counts when it is published',
}
function reasonFor(path: string): string | undefined {
  if (path in NEEDS_NONE) return NEEDS_NONE[path]
  const under = Object.keys(NEEDS_NONE).find((each) => each.endsWith('/*') && path.startsWith(each.slice(0, -1)))
  return under && NEEDS_NONE[under]
}

const posts = [...new Set(LISTED.filter(([method]) => method === 'POST').map(([, path]) => path))]
/** Declared to ask, where the page is added (src/web/routes.ts). */
const DECLARED_TO = DECLARED.filter(({ proof }) => typeof proof === 'function').map(({ path }) => path)

let db: TestDatabase
let clients: Record<string, Client>
beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  const { password_hash } = (await db.owner('users').where({ username: 'eva.nordin' }).first('password_hash')) as {
    password_hash: string
  }
  const [olle] = (await db
    .owner('users')
    .insert({ username: 'olle.operator', kind: 'operator', name: 'Olle Operatör', password_hash })
    .returning('id')) as { id: number }[]
  const operator = new Client(address)
  operator.carry('session', await start(olle!.id, 3600, 'passkey', { userAgent: null, address: null }))
  clients = {
    company: await new Client(address).signIn('karin.bergstrom', PASSWORD),
    owner: await new Client(address).signIn('lena.frost', PASSWORD),
    operator,
  }
})

/** Whoever may do it, just signed in. */
function ask(path: string, accept = 'text/html'): Promise<Answer> {
  const who = path.startsWith('/owner/') ? 'owner' : path.startsWith('/operator/') ? 'operator' : 'company'
  const at = path.replace(/:\w+/g, '7').replace(/(.)\/$/, '$1')
  return clients[who]!.post(
    at,
    { _key: 'k'.repeat(24), do: 'create', text: 'Namn;E-post\nA B;a@b.example' },
    { accept },
  )
}

describe('what decides who gets in asks who it is', () => {
  test('every post of the program is on one of the two lists', () => {
    expect(posts.filter((path) => !ASKS.includes(path) && reasonFor(path) === undefined)).toEqual([])
    expect(ASKS.filter((path) => !posts.includes(path))).toEqual([])
  })

  test.each([...DECLARED_TO, ...ASKS])(
    'POST %s by a session that has only signed in is answered by the question',
    async (path) => {
      const answer = await ask(path)
      expect(answer.status).toBe(422)
      expect(answer.body).toContain('data-proof')
      expect(answer.body).toContain('Bekräfta att det är du')
    },
  )

  test('and has then done nothing: no event, no mail, no row', async () => {
    expect(await db.owner('security_events').whereNot({ event: 'signed-in' })).toEqual([])
    expect(await db.owner('mail_messages')).toEqual([])
    expect(await db.owner('one_time_links')).toEqual([])
    expect(await db.owner('operator_events')).toEqual([])
  })

  test('a script is told in words', async () => {
    const answer = await ask('/profile/two-step/passkeys/options', 'application/json')
    expect([answer.status, JSON.parse(answer.body)]).toEqual([422, { error: 'Ange ditt nuvarande lösenord.' }])
  })
})
