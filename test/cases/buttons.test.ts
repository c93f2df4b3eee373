import { beforeAll, describe, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { SENDING, TRANSITIONS } from '../../src/domain/workflow/status.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase } from '../support/database.ts'

// What the buttons of a case say, and whom the column Vems tur names.

let eva: Client, amir: Client, johan: Client
const kases: Record<string, CaseRow> = {}

beforeAll(async () => {
  const db = await testDatabase()
  const people = actorsOf(db.world)
  const draft = (job: string) => aCase(people.amir, job)
  const sent = async (job: string) => aCase.send(people.amir, await draft(job))
  const consented = async () => aCase.approve(people.eva, await sent('NY01'))
  kases['draft'] = await draft('NY01')
  kases['direct'] = await draft('BE02')
  kases['sent'] = await sent('NY01')
  kases['rejected'] = await aCase.reject(people.eva, await sent('NY01'))
  kases['consented'] = await consented()
  kases['completed'] = await aCase.complete(people.amir, await consented())
  kases['completion rejected'] = await aCase.reject(people.eva, await aCase.complete(people.amir, await consented()))
  const { address } = await testServer()
  ;[amir, eva, johan] = (await Promise.all(
    ['amir.haddad', 'eva.nordin', 'johan.ek'].map((name) => new Client(address).signIn(name)),
  )) as [Client, Client, Client]
})

const words = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
const page = async (who: Client, kase: string, more = '') => (await who.get(`/cases/${kases[kase]!.ref}${more}`)).body
/** The buttons of the row above the case, or of a page. */
const links = (body: string): string[] =>
  [...body.matchAll(/<(?:a|button)\b[^>]*>.*?<\/(?:a|button)>/gs)].map(([link]) => words(link))

describe('to the installer', () => {
  test.each([
    ['draft', 'Fyll i föranmälan'],
    ['direct', 'Fyll i färdiganmälan'],
    ['rejected', 'Rätta'],
    ['consented', 'Fyll i färdiganmälan'],
    ['completion rejected', 'Rätta'],
  ])('the one filled button of a case that is %s says what comes next: %s', async (kase, label) => {
    const body = await page(amir, kase)
    const primary = [...body.matchAll(/<a class="[^"]*\bprimary\b[^"]*"[^>]*>.*?<\/a>/gs)].map(([link]) => words(link))
    // The row above the case, and the bar at the thumb of a phone.
    expect([...new Set(primary)]).toEqual([label])
    expect(body).not.toContain('Redigera')
  })

  test.each([
    ['draft', 'discard', 'Radera utkast'],
    ['rejected', 'remove', 'Avbryt ärendet'],
    ['completion rejected', 'remove', 'Avbryt ärendet'],
    ['consented', 'abandon', 'Avstå från medgivandet'],
  ])(
    'what ends a case that is %s is called what it does, and is asked about by the same words',
    async (kase, move, label) => {
      expect(links(await page(amir, kase, '/edit'))).toContain(label)
      const asked = await page(amir, kase, `/${move}`)
      expect(/<h1>(.*?)<\/h1>/s.exec(asked)![1]).toBe(label)
      expect(links(asked).filter((each) => each === label)).toHaveLength(1)
    },
  )

  test.each(SENDING)('what sends (%s) has the name of the form that goes', (move) => {
    const { label, form } = TRANSITIONS[move]
    expect(label).toBe(form === 'notice' ? 'Skicka föranmälan' : 'Skicka färdiganmälan')
  })
})

/** Of a case in a list: its two lines under Vems tur. */
const turn = async (who: Client, kase: string): Promise<string[]> => {
  const list = (await who.get(`/cases?group=none&q=${kases[kase]!.number}`)).body
  const cell = /<td class="cell-turn">(.*?)<\/td>/s.exec(list)![1]!
  return cell.split('<span class="sub">').map(words)
}

test.each(['rejected', 'consented', 'completion rejected'])(
  'where it is the installer’s turn (%s) both sides read who is responsible there',
  async (kase) => {
    expect((await turn(amir, kase))[1]).toBe('Amir Haddad')
    const [whose, name] = await turn(eva, kase)
    expect([whose, name]).toEqual([expect.stringMatching(/^Installatören/), 'Amir Haddad'])
  },
)

test.each([
  ['sent', ''],
  ['completed', 'Eva Nordin'],
])('where it is the network owner’s turn (%s) nobody reads the installer’s name beneath it', async (kase, handler) => {
  for (const who of [amir, eva, johan]) {
    const [whose, name] = await turn(who, kase)
    expect(whose).not.toMatch(/^Installatören/)
    expect(name).toBe(handler)
  }
})
