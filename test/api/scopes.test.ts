import { beforeAll, describe, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { SCOPES, scopes, scopesFor } from '../../src/domain/scopes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { testServer } from '../support/client.ts'
import { testDatabase } from '../support/database.ts'
import { API_DECLARED } from '../tenancy/declared.ts'
import { aCaller, Caller, type Told } from './client.ts'

const OPEN = ['/api/v1/openapi.json', '/api/v1/oauth/token']
const KEYED = API_DECLARED.filter(({ path }) => !OPEN.includes(path))

let kase: CaseRow, file: number, foreign: CaseRow
const callers: Record<string, Caller> = {}
/** With one scope each, by side and scope. */
const single: Record<string, Caller> = {}

beforeAll(async () => {
  const db = await testDatabase()
  const { address } = await testServer()
  const people = actorsOf(db.world)
  const { amir, karin, lena, mira, petra } = people
  kase = await aCase.send(amir, await aCase(amir, 'NY01', { note: 'Tolvans hemlighet' }))
  foreign = kase
  file = ((await db.owner('attachments').first('id')) as { id: number }).id
  callers['nobody'] = new Caller(address, null)
  callers['wrong'] = new Caller(address, `elm_${'a'.repeat(43)}`)
  callers['mira'] = await aCaller(address, mira)
  callers['petra'] = await aCaller(address, petra)
  for (const scope of scopes) {
    for (const [side, actor] of [
      ['installer', karin],
      ['owner', lena],
    ] as const) {
      if (SCOPES[scope].sides.includes(side)) single[`${side} ${scope}`] = await aCaller(address, actor, [scope])
    }
  }
})

function ask(caller: Caller, method: string, path: string): Promise<Told> {
  const at = path
    .replace('/api/v1', '')
    .replace(':ref', foreign.ref)
    .replace(':file', String(file))
    .replace(':owner', 'NEL')
    .replace(':job', 'NY01')
  if (method === 'GET') return caller.get(at)
  return method === 'PATCH' ? caller.patch(at, { answers: {} }) : caller.post(at, {})
}

describe('every address of the API', () => {
  test('asks for a scope and for a party, but for the document and the token', () => {
    expect(API_DECLARED.filter(({ scope }) => scope === 'none').map(({ path }) => path)).toEqual(OPEN.toReversed())
    expect(KEYED.every(({ for: whom }) => whom !== 'anyone' && whom !== 'self')).toBe(true)
    expect(KEYED.length).toBeGreaterThan(30)
  })

  test.each(KEYED)('$method $path asks for a key', async ({ method, path }) => {
    for (const who of ['nobody', 'wrong']) {
      const { status, headers, body } = await ask(callers[who]!, method, path)
      expect([status, body.code, headers.get('www-authenticate')?.startsWith('Bearer')]).toEqual([
        401,
        'unauthorized',
        true,
      ])
    }
  })

  test.each(KEYED.filter(({ path }) => path.includes(':ref')))(
    '$method $path of a foreign case is not there',
    async ({ method, path, for: whom }) => {
      for (const [who, side] of [
        ['mira', 'installer'],
        ['petra', 'owner'],
      ] as const) {
        const answer = await ask(callers[who]!, method, path)
        // What is for the other side is 403 whosever the case is: it says nothing about it.
        const isForSide = whom === 'party' || whom.startsWith(side)
        expect(answer.status, who).toBe(isForSide ? 404 : 403)
        expect(answer.text).not.toContain('Tolvan')
        expect(answer.text).not.toContain(kase.ref)
      }
    },
  )

  test.each(KEYED)('$method $path opens for its scope alone', async ({ method, path, scope, for: whom }) => {
    for (const [name, caller] of Object.entries(single)) {
      const [side, own] = name.split(' ') as ['installer' | 'owner', string]
      const answer = await ask(caller, method, path)
      const isOpen = own === scope && (whom === 'party' || whom.startsWith(side))
      if (isOpen) expect([200, 404, 409, 422, 201, 415], `${name}: ${answer.text}`).toContain(answer.status)
      else expect(answer.status, name).toBe(403)
      if (own !== scope) {
        expect(answer.body.code).toBe('insufficient-scope')
        expect(answer.headers.get('www-authenticate')).toContain(`scope="${scope}"`)
      }
    }
  })

  test('no page of people opens for a key', async () => {
    const all = scopesFor('owner')
    expect(all.length).toBeGreaterThan(5)
    for (const path of ['/inbox', '/cases', '/owner/api-keys']) {
      const answer = await callers['petra']!.get(`/../..${path}`)
      expect([303, 401, 404]).toContain(answer.status)
    }
  })
})
