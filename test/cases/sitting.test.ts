import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asActor, setClock } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

// docs/domain.md 2.6: the log has one row for each sitting at the form, and it tells all that the sitting changed.

let db: TestDatabase
let amir: Client, sofia: Client, eva: Client
let kase: CaseRow
beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  amir = await new Client(address).signIn('amir.haddad')
  sofia = await new Client(address).signIn('sofia.lindqvist')
  eva = await new Client(address).signIn('eva.nordin')
})
beforeEach(async () => {
  setClock('2027-02-01T08:00:00Z')
  kase = await aCase(actorsOf(db.world).amir, 'BE07')
  setClock('2027-02-01T09:00:00Z')
})
afterEach(() => {
  setClock('')
})

/** The form as it stands, with what is typed over it; `typed` stays in the form until it is loaded anew. */
class Sitter {
  private readonly who: Client
  private form: Record<string, string> = {}
  constructor(who: Client) {
    this.who = who
  }

  async sitsDown(): Promise<this> {
    const { body } = await this.who.get(`/cases/${kase.ref}/edit`)
    const inputs = [...body.matchAll(/<input[^>]*>/g)].map(([tag]) => tag)
    const said = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
    const taken = inputs.filter((tag) => !/type="(radio|checkbox|file)"/.test(tag) || tag.includes(' checked'))
    this.form = Object.fromEntries(taken.map((tag) => [said(tag, 'name'), said(tag, 'value')]))
    for (const [, name, inner] of body.matchAll(/<select id="[^"]*" name="([^"]*)"([^]*?)<\/select>/g)) {
      this.form[name!] = /<option value="([^"]*)" selected>/.exec(inner!)?.[1] ?? ''
    }
    for (const [, name, text] of body.matchAll(/<textarea id="[^"]*" name="([^"]*)"[^>]*>\n?([^<]*)/g))
      this.form[name!] = text!
    delete this.form['remove_file']
    return this
  }

  async writes(typed: Record<string, string>): Promise<number> {
    Object.assign(this.form, typed)
    const answer = await this.who.post(`/cases/${kase.ref}/edit/autosave`, this.form, { accept: 'application/json' })
    if (answer.status === 200) this.form['_version'] = String((JSON.parse(answer.body) as { version: number }).version)
    return answer.status
  }

  async presses(button: 'save' | 'send', typed: Record<string, string> = {}) {
    return this.who.post(`/cases/${kase.ref}/edit`, { ...this.form, ...typed, _do: button, _key: newKey() })
  }
}

/** What the saves of the log tell, as `who` reads it, oldest first; the very first was made with the case. */
async function savesIn(who: Client): Promise<string[][]> {
  const { body } = await who.get(`/cases/${kase.ref}/log?what=saves`)
  const items = body.split('<li class="timeline-item">').slice(1).reverse().slice(1)
  return items.map((item) => [...item.matchAll(/<li>([^]*?)<\/li>/g)].map(([, line]) => words(line!)))
}

const words = (html: string) =>
  html
    .replaceAll('</del>', ' →')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()

test('many saves are one row, from what stood there before the sitting to what stands there after it', async () => {
  const at = await new Sitter(amir).sitsDown()
  for (const street of ['N', 'Ny', 'Nyga', 'Nygatan 1']) expect(await at.writes({ anl_adress: street })).toBe(200)
  await at.writes({ matarnummer: 'MT-77', best_id: '19811228-9874' })
  setClock('2027-02-01T09:25:00Z')
  await at.writes({ best_namn: 'Elva' })
  await at.writes({ best_namn: 'Tolvan Tolvansson' })
  setClock('2027-02-01T09:50:00Z')
  await at.writes({ anl_adress: 'Nygatan 12' })
  const [row, ...more] = await savesIn(amir)
  expect(more).toEqual([])
  expect(row!.join('\n')).toMatchInlineSnapshot(`
    "Person- eller organisationsnummer: 19121212-**** → 19811228-****
    Mätarnummer: MT-48211 → MT-77
    Anläggningsadress: Bergsvägen 3 → Nygatan 12"
  `)
  // Back as it was: nothing is left to tell of it.
  await at.writes({ anl_adress: 'Bergsvägen 3', matarnummer: 'MT-48211', best_id: '19121212-1212' })
  expect(await savesIn(amir)).toEqual([[]])
  // Away for half an hour: the next is another sitting.
  setClock('2027-02-01T10:25:00Z')
  await at.writes({ anl_adress: 'Nygatan 3' })
  expect(await savesIn(amir)).toHaveLength(2)
})

test('Spara and sending belong to the sitting; what comes after a step of the case is another', async () => {
  const at = await new Sitter(amir).sitsDown()
  await at.writes({ anl_adress: 'Nygatan 1' })
  expect((await at.presses('save', { anl_adress: 'Nygatan 2', anl_ort: 'Norrådal' })).status).toBe(303)
  expect(await savesIn(amir)).toEqual([['Anläggningsadress: Bergsvägen 3 → Nygatan 2']])
  await at.sitsDown()
  await at.writes({ matarnummer: 'MT-78' })
  const sending = await at.presses('send')
  expect(sending.location).toMatch(/review$/)
  const whole = ['Mätarnummer: MT-48211 → MT-78', 'Anläggningsadress: Bergsvägen 3 → Nygatan 2']
  expect(await savesIn(amir)).toEqual([whole])

  kase = await aCase.send(actorsOf(db.world).amir, kase)
  kase = await aCase.reject(actorsOf(db.world).eva, kase)
  await at.sitsDown()
  await at.writes({ anl_adress: 'Nygatan 5' })
  expect(await savesIn(amir)).toEqual([whole, ['Anläggningsadress: Nygatan 2 → Nygatan 5']])
  // The owner reads of none of it: not of what was done before the sending, nor of what has not been sent again.
  expect((await eva.get(`/cases/${kase.ref}/log?what=saves`)).body).not.toContain('timeline-item')
})

test('two people: each has rows of their own, from what the other left', async () => {
  const first = await new Sitter(amir).sitsDown()
  await first.writes({ anl_adress: 'Amirs gata 1' })
  const second = await new Sitter(sofia).sitsDown()
  expect(await second.writes({ anl_adress: 'Sofias gata 1' })).toBe(200)
  await second.writes({ anl_adress: 'Sofias gata 2' })
  expect(await first.writes({ anl_adress: 'Amirs gata 2' })).toBe(409)
  await first.sitsDown()
  await first.writes({ anl_adress: 'Amirs gata 3' })
  expect(await savesIn(sofia)).toEqual([
    ['Anläggningsadress: Bergsvägen 3 → Amirs gata 1'],
    ['Anläggningsadress: Amirs gata 1 → Sofias gata 2'],
    ['Anläggningsadress: Sofias gata 2 → Amirs gata 3'],
  ])
})

test('what a sitting came to is nobody’s to change when it is over, nor another’s while it lasts', async () => {
  const people = actorsOf(db.world)
  await (await new Sitter(amir).sitsDown()).writes({ anl_adress: 'Nygatan 1' })
  const rewrite = (who: typeof people.amir) =>
    asActor(who, (tx) => tx('case_sittings').where({ case_id: kase.id }).update({ changes: '[]' }))
  expect(await rewrite(people.sofia)).toBe(0)
  expect(await rewrite(people.mira)).toBe(0)
  await expect(asActor(people.amir, (tx) => tx('case_sittings').delete())).rejects.toThrow('permission denied')
  await expect(asActor(people.amir, (tx) => tx('case_sittings').update({ before: null }))).rejects.toThrow(
    'permission denied',
  )
  kase = await aCase.send(people.amir, kase)
  expect(await rewrite(people.amir)).toBe(0)
  expect(await db.owner('case_sittings').where({ case_id: kase.id }).pluck('before')).toEqual([null])
  expect(await asActor(people.eva, (tx) => tx('case_sittings').select('*'))).toEqual([])
})
