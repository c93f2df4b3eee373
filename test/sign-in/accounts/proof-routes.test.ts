import { beforeAll, describe, expect, test } from 'vitest'
import { start } from '../../../src/sign-in/accounts/sessions.ts'
import { Client, testServer, type Answer } from '../../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../../support/database.ts'
import { DECLARED } from '../../tenancy/declared.ts'

/**
 * Posts that decide who gets in: each asks for a recent proof (src/sign-in/accounts/recentProof.ts), whatever else is posted.
 * Each post says so where it is added, or in words why it needs none (src/web/routes.ts); test/tenancy/pages.txt lists them.
 */
const ASKS = DECLARED.filter(({ proof }) => typeof proof === 'function').map(({ path }) => path)

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
  test.each(ASKS)('POST %s by a session that has only signed in is answered by the question', async (path) => {
    const answer = await ask(path)
    expect(answer.status).toBe(422)
    expect(answer.body).toContain('data-proof')
    expect(answer.body).toContain('Bekräfta att det är du')
  })

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
