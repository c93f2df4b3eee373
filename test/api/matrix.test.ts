import { beforeAll, describe, expect, test } from 'vitest'
import { moveOperations, type MoveOperation } from '../../src/api/cases/moveTable.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import type { Scope } from '../../src/domain/scopes.ts'
import { fits, movesFor, statuses, TRANSITIONS, type MoveForm, type Status } from '../../src/domain/workflow/status.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { aCaller, type Caller, type Told } from './client.ts'

// Pages and API say the same of every move, at every status, to everybody: done, refused, in conflict or wrongly filled in, and why.

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
interface Actor {
  page: Client
  api: Caller
}
const actors: Record<string, Actor> = {}
const AS: Record<string, { key: 'amir' | 'lena'; scopes?: Scope[] }> = {
  'amir.haddad': { key: 'amir' },
  'eva.nordin': { key: 'lena', scopes: ['cases:read', 'cases:decide', 'cases:mark'] },
  'lars.wik': { key: 'lena', scopes: ['cases:read'] },
  'lena.frost': { key: 'lena' },
}

beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  for (const [username, { key, scopes }] of Object.entries(AS)) {
    const page = await new Client(address).signIn(username)
    actors[username] = { page, api: await aCaller(address, people[key], scopes) }
  }
})

/** A case at each status, on the road of flow F. */
const ROAD: Record<Status, () => Promise<CaseRow>> = {
  draft: () => aCase(people.amir, 'NY01'),
  submitted: async () => aCase.send(people.amir, await ROAD.draft()),
  notice_rejected: async () => aCase.reject(people.eva, await ROAD.submitted()),
  consented: async () => aCase.approve(people.eva, await ROAD.submitted()),
  completed: async () => aCase.complete(people.amir, await ROAD.consented()),
  completion_rejected: async () => aCase.reject(people.eva, await ROAD.completed()),
  closed: async () => aCase.move(people.eva, await ROAD.completed(), 'acceptCompletion'),
  archived: async () => aCase.move(people.eva, await ROAD.closed(), 'archive'),
  cancelled: async () => aCase.move(people.eva, await ROAD.submitted(), 'cancel', 'Kunden har ångrat sig.'),
}

const comment = 'Kunden har ångrat sig, se samtal i går.'
const CONSENT = {
  x_anl_id: '735999000100000012',
  x_anslutningspunkt: 'KS-1042',
  x_matare: 'Elmätare',
  x_matmetod: 'direkt',
}

/** What is posted to the page, and the same in JSON. */
function written(form: MoveForm): [page: Record<string, string>, json: object] {
  const { users } = db.world
  switch (form) {
    case 'consent':
      return [{ ...CONSENT, x_matarsakring: '25' }, { consent: { ...CONSENT, x_matarsakring: 25 } }]
    case 'rejection':
      return [
        { codes: 'BIL', comment },
        { reasons: ['BIL'], comment },
      ]
    case 'reason':
    case 'optionalReason':
      return [{ comment }, { comment }]
    case 'assignment':
      return [{ handler: String(users['eva.nordin']) }, { handler: 'eva.nordin' }]
    case 'responsible':
      return [{ responsible: String(users['sofia.lindqvist']) }, { responsible: 'sofia.lindqvist' }]
    case 'hold':
      return [{ reason: 'customer' }, { reason: 'customer' }]
    case 'extension':
      return [{ until: '2199-01-01' }, { until: '2199-01-01' }]
    case 'marks':
      return [{ preparation: 'requested' }, { preparation: 'requested' }]
    default:
      return [{}, {}]
  }
}

const pool: Partial<Record<Status, CaseRow>> = {}
/** The case that stands ready at a status; what was done to it makes room for a new one. */
const ready = async (status: Status) => (pool[status] ??= await ROAD[status]())
async function statusAfter(kase: CaseRow): Promise<string> {
  const after = (await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!
  if (after.version !== kase.version) Reflect.deleteProperty(pool, kase.status)
  return after.status
}

const AS_PAGE: Record<number, number> = { 200: 303 }
const words = (html: string) => html.replaceAll('&#34;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')

async function onPage(
  client: Client,
  { sends, move, own }: MoveOperation,
  kase: CaseRow,
  typed: Record<string, string>,
) {
  const key = { _key: newKey() }
  if (!sends) return client.post(`/cases/${kase.ref}/${own}`, { ...key, ...typed })
  // The review page sends by whichever move fits.
  const isNext = movesFor(people.amir, kase).includes(move)
  const given = { ...key, _version: String(kase.version) }
  return isNext || client !== actors['amir.haddad']!.page ? client.post(`/cases/${kase.ref}/review`, given) : null
}

/** Why, in the words of the API: each is on the page. */
function expectSameWords(page: Answer, api: Told, what: string): void {
  const said = api.status === 422 ? api.body.errors.map(({ detail }) => detail) : [api.body.detail]
  for (const sentence of said) expect(words(page.body), what).toContain(sentence)
}

describe.each(Object.keys(AS))('%s', (username) => {
  test.each(statuses)('is answered alike by page and API of every move at %s', async (status) => {
    const { page, api } = actors[username]!
    for (const operation of moveOperations) {
      // Who only reads is refused before anything is read.
      for (const isFilled of username === 'lars.wik' ? [true] : [false, true]) {
        const { form } = TRANSITIONS[operation.move]
        // With nothing filled in a person takes the case; a key is nobody to have one, and must say who (calls.test.ts).
        const [typed, json] = isFilled || form === 'assignment' ? written(form) : [{}, {}]
        const what = `${username} ${operation.move} at ${status}${isFilled ? '' : ', empty'}`
        const one = await ready(status)
        const shown = await onPage(page, operation, one, typed)
        const after = await statusAfter(one)
        const other = await ready(status)
        // What a person has opened cannot be withdrawn, what a key has read can: both are tried unopened.
        const told = await api.post(`/cases/${other.ref}/moves/${operation.own}`, json)
        if (shown === null) {
          expect(told.status, what).toBe(409)
          continue
        }
        expect(AS_PAGE[told.status] ?? told.status, `${what}: ${told.text}`).toBe(shown.status)
        expect(await statusAfter(other), what).toBe(after)
        // What is wrong in a form is told at its field, which the page has no longer where the move cannot be made.
        const isTold = told.status === 409 || (told.status === 422 && fits(operation.move, { status, flow: 'F' }))
        if (isTold && !operation.sends) expectSameWords(shown, told, what)
      }
    }
  })
})
