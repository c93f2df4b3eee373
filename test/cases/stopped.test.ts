import { beforeAll, describe, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
const who: Record<string, Client> = {}
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  for (const name of ['amir.haddad', 'sofia.lindqvist', 'eva.nordin', 'lena.frost'])
    who[name.split('.')[0]!] = await new Client(address).signIn(name)
})

const BECAUSE = 'Kabeln i gatan är skadad och måste lagas först.'
/** The box that stands first on the page of a case, in words; null: there is none. */
async function boxOf(name: string, kase: CaseRow): Promise<string | null> {
  const { body } = await who[name]!.get(`/cases/${kase.ref}`)
  const page = /<article class="case[\s\S]*/.exec(body)![0]
  const box = /<section class="card stop[\s\S]*?<\/section>/.exec(page)
  if (!box) return null
  // Before the number of the case and everything else.
  expect(page.indexOf('<section class="card stop')).toBeLessThan(page.indexOf('<h1>'))
  return box[0].replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}
const boxes = (kase: CaseRow) => Promise.all(['amir', 'eva'].map((name) => boxOf(name, kase)))
const consented = async () => aCase.approve(people.eva, await aCase.send(people.amir, await aCase(people.amir, 'NY01')))
const revoked = async () => aCase.move(people.lena, await consented(), 'revokeConsent', BECAUSE)
const inList = async (name: string, { number }: CaseRow) =>
  (await who[name]!.get('/cases?group=none')).body.split('<tr>').find((row) => row.includes(number)) ?? ''

describe('a consent that is revoked', () => {
  test('is told of first on the page of both sides, with the reason and the day, that the work must stop', async () => {
    const kase = await revoked()
    const day = new Date(kase.status_since).toLocaleDateString('sv', { timeZone: 'Europe/Stockholm' })
    const [installer, owner] = await boxes(kase)
    for (const box of [installer, owner]) for (const said of [BECAUSE, day, 'Lena Frost']) expect(box).toContain(said)
    expect(installer).toContain('Stoppa arbetet.')
    expect(owner).toContain('Installatören ska ha stoppat arbetet.')
    expect((await who['amir']!.get(`/cases/${kase.ref}`)).body).not.toContain('Nätbolaget läser anmälan')
    expect((await who['amir']!.get(`/cases/${kase.ref}/print`)).body).toContain('Stoppa arbetet.')
    for (const name of ['amir', 'eva']) expect(await inList(name, kase)).toContain('Medgivandet är återtaget')
  })

  test('until there is a new one: a rejection and what is sent again give none', async () => {
    let kase = await revoked()
    kase = await aCase.reject(people.eva, kase)
    for (const box of await boxes(kase)) expect(box).toContain(BECAUSE)
    kase = await aCase.move(people.amir, kase, 'resubmit')
    for (const box of await boxes(kase)) expect(box).toContain(BECAUSE)
    kase = await aCase.approve(people.eva, kase)
    expect(await boxes(kase)).toEqual([null, null])
    expect(await inList('amir', kase)).not.toContain('Medgivandet är återtaget')
  })

  test('is told of again when a case that was cancelled since is resumed', async () => {
    let kase = await aCase.move(people.eva, await revoked(), 'cancel', 'Kunden har sagt upp avtalet.')
    expect((await boxes(kase))[0]).toMatch(/Nätbolaget har avbrutit ärendet Arbetet får inte göras/)
    kase = await aCase.move(people.lena, kase, 'resume', 'Kunden har ångrat sig igen.')
    for (const box of await boxes(kase)) expect(box).toContain(BECAUSE)
  })

  test('and a case whose consent was revoked cannot be taken back as a draft', async () => {
    const kase = await revoked()
    await db.owner('cases').where({ id: kase.id }).update({ seen_by_owner: false, handler_id: null })
    await expect(aCase.move(people.amir, kase, 'withdraw')).rejects.toThrow('Begär borttagning i stället.')
  })

  test('is not told of when the revocation is undone', async () => {
    const kase = await consented()
    const page = await who['lena']!.get(`/cases/${kase.ref}/revoke-consent`)
    await who['lena']!.submit(`/cases/${kase.ref}/revoke-consent`, page, { comment: BECAUSE })
    expect((await boxes(kase))[0]).toContain(BECAUSE)
    await who['lena']!.submit(`/cases/${kase.ref}/undo`, await who['lena']!.get(`/cases/${kase.ref}`), {})
    expect(await boxes(kase)).toEqual([null, null])
  })
})

describe('a case that is cancelled says why on its page', () => {
  test('by the network owner', async () => {
    const kase = await aCase.move(people.eva, await consented(), 'cancel', BECAUSE)
    for (const box of await boxes(kase)) {
      expect(box).toContain('Nätbolaget har avbrutit ärendet')
      expect(box).toContain('Arbetet får inte göras på den här anmälan.')
      expect(box).toContain(BECAUSE)
      expect(box).toContain('Eva Nordin')
    }
    const back = await aCase.move(people.lena, kase, 'resume', 'Kunden har ångrat sig igen.')
    expect(await boxes(back)).toEqual([null, null])
  })

  test('by the installer, with the reason that was given', async () => {
    const sent = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
    const kase = await aCase.move(people.sofia, await aCase.reject(people.eva, sent), 'remove', BECAUSE)
    for (const box of await boxes(kase)) {
      expect(box).toContain('Installatören har avbrutit ärendet')
      expect(box).toContain(BECAUSE)
      expect(box).toContain('Sofia Lindqvist')
      expect(box).not.toContain('Arbetet får inte göras')
    }
  })

  test('a draft that was deleted, to its own company', async () => {
    const kase = await aCase.move(people.amir, await aCase(people.amir, 'NY01'), 'discard')
    expect(await boxOf('amir', kase)).toContain('Utkastet är raderat')
  })
})
