import { beforeAll, describe, expect, test } from 'vitest'
import { start } from '../../src/sign-in/accounts/sessions.ts'
import { id, idsOf, longId, rowNumber } from '../../src/web/ids.ts'
import { newKey } from '../../src/web/once.ts'
import type { Whom } from '../../src/web/routes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase } from '../support/database.ts'
import { anOperator } from '../support/operator.ts'
import { ROUTES } from '../tenancy/declared.ts'

/** One page has one address: what is not written as our own pages write an id is no id. */
const NOT_IDS = ['0', '01', '007', '+1', '%2B1', '-1', '1e3', '0x1', '1.0', '1%20', '%201', '9'.repeat(20), '%D9%A1']
const NAMES = /:(id|file|order|version|team)\b/

let db: Awaited<ReturnType<typeof testDatabase>>
let clients: Partial<Record<Whom, Client>>
let ref: string

beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  ref = (await aCase.send(actorsOf(db.world).amir, await aCase(actorsOf(db.world).amir, 'NY01'))).ref
  const of = async (username: string) => {
    const client = new Client(address)
    const userId = db.world.users[username]!
    client.carry('session', await start(userId, 86_400, 'passkey', { userAgent: null, address: null }))
    return client.proves()
  }
  const { olle } = await anOperator(db, address)
  const [karin, lena] = [await of('karin.bergstrom'), await of('lena.frost')]
  clients = {
    installer: karin,
    installerAdmin: karin,
    owner: lena,
    ownerAdmin: lena,
    party: lena,
    self: lena,
    operator: olle,
  }
})

const WITH_IDS = ROUTES.filter(([, path]) => NAMES.test(path) || path.startsWith('/company/connections/:owner'))

test.each(WITH_IDS)(
  '%s %s is found under an id as we write it, and under no other spelling',
  async (method, path, whom) => {
    const client = clients[path.startsWith('/company') ? 'installerAdmin' : whom]!
    const form = { _key: newKey(), comment: 'Det här ska inte gå.', reason: 'Det här ska inte gå.', name: 'x' }
    for (const written of NOT_IDS) {
      const at = path.replace(':ref', ref).replace(/:\w+/g, written)
      const { status } = method === 'GET' ? await client.get(at) : await client.post(at, form)
      expect([at, status]).toEqual([at, 404])
    }
  },
)

test.each([
  '/cases/0',
  '/cases/01',
  '/cases/1',
  '/cases/+1',
  '/cases/1e3',
  `/cases/${'9'.repeat(20)}`,
  '/cases/nel-2027-000001',
])('%s is no case', async (path) => {
  expect((await clients.owner!.get(path)).status).toBe(404)
})

describe('in a body', () => {
  const written = NOT_IDS.map(decodeURIComponent)

  test('an id is written in one way', () => {
    for (const text of written)
      expect([text, id().safeParse(text).success, longId().safeParse(text).success]).toEqual([text, false, false])
    expect([id().parse('2147483647'), longId().parse('2147483648')]).toEqual([2_147_483_647, 2_147_483_648])
    expect(id().safeParse('2147483648').success).toBe(false)
  })

  test('of what was ticked each id counts once, and nothing else', () => {
    expect(idsOf().parse([...written, '7', '12', '7'])).toEqual([7, 12])
    expect([idsOf().parse(undefined), idsOf().parse('3'), idsOf().parse('03')]).toEqual([[], [3], []])
  })

  test('a row is counted from nought', () => {
    expect(['0', '7', '499', '500', '007', '+1', '1e1', ''].map((row) => rowNumber().parse(row))).toEqual([
      0, 7, 499, 0, 0, 0, 0, 0,
    ])
  })

  test('an owner, a version and a case’s version are refused when they are written otherwise', async () => {
    for (const text of written) {
      const made = await clients.installer!.post('/cases/new', { _key: newKey(), owner: text, job: text })
      expect([text, made.status]).toEqual([text, 422])
      const moved = await clients.owner!.post(`/cases/${ref}/assign`, { _key: newKey(), _version: text, handler: text })
      expect([text, moved.status]).toEqual([text, 422])
    }
  })
})
