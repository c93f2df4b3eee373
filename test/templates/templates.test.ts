import { beforeAll, describe, expect, test } from 'vitest'
import { setClock } from '../../src/db/actor.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { exe, pdf } from '../support/files.ts'

let db: TestDatabase
let address: string
let lena: Client, petra: Client, amir: Client, eva: Client
let edit: string, page: string
beforeAll(async () => {
  setClock('2027-02-01T09:00:00+01:00')
  db = await testDatabase()
  address = (await testServer()).address
  const people = actorsOf(db.world)
  const { ref } = await aCase(people.amir, 'PR01')
  edit = `/cases/${ref}/edit`
  page = `/cases/${ref}`
  lena = await new Client(address).signIn('lena.frost')
  petra = await new Client(address).signIn('petra.wallin')
  amir = await new Client(address).signIn('amir.haddad')
  eva = await new Client(address).signIn('eva.nordin')
})

const form = (more: Record<string, string | string[] | File> = {}) => ({
  _key: newKey(),
  title: 'Fullmakt',
  valid_from: '2027-01-01',
  valid_to: '',
  ...more,
})
const file = (name: string, content: Buffer = pdf) => new File([new Uint8Array(content)], name)
const publish = (who: Client, more: Record<string, string | string[] | File> = {}) =>
  who.post('/owner/templates', form({ file: file('fullmakt.pdf'), ...more }))
const newest = async () => ((await db.owner('document_templates').max('id as id').first()) as { id: number }).id
const found = (answer: Answer) =>
  [...answer.body.matchAll(/href="\/templates\/(\d+)"/g)].map((match) => Number(match[1]))

describe('a template that an owner publishes', () => {
  test('is found in the form and the case of the jobs it is for, and comes byte for byte', async () => {
    expect((await publish(lena, { title: 'Anmälan produktion', jobs: ['PR01', 'PR02'] })).location).toBe(
      '/owner/templates',
    )
    const id = await newest()
    expect(found(await amir.get(edit))).toContain(id)
    expect(found(await amir.get(page))).toContain(id)
    const got = await amir.get(`/templates/${id}`)
    expect([got.status, got.body]).toEqual([200, pdf.toString()])
    expect(got.headers.get('content-disposition')).toContain('attachment; filename="fullmakt.pdf"')

    const other = await aCase(actorsOf(db.world).amir, 'NY01')
    expect(found(await amir.get(`/cases/${other.ref}/edit`))).not.toContain(id)
    await publish(lena, { title: 'För allt' })
    expect(found(await amir.get(`/cases/${other.ref}/edit`))).toEqual([await newest()])
  })

  test('is another version when it is changed, with the old file or a new one', async () => {
    await publish(lena, { title: 'Intyg' })
    const first = await newest()
    await lena.post(`/owner/templates/${first}`, form({ title: 'Intyg', help: 'Vid dödsbo', file: file('') }))
    const second = await newest()
    expect((await amir.get(`/templates/${second}`)).body).toBe(pdf.toString())
    expect((await amir.get(`/templates/${first}`)).status).toBe(404)
    await lena.post(`/owner/templates/${second}`, form({ title: 'Intyg', file: file('intyg 2.pdf') }))
    expect(
      await db
        .owner('document_templates')
        .where({ id: await newest() })
        .first('version', 'name'),
    ).toEqual({
      version: 3,
      name: 'intyg 2.pdf',
    })
    expect(found(await amir.get(edit)).filter((id) => [first, second].includes(id))).toEqual([])
  })

  test('is shown only while it holds, and no more when it is taken away', async () => {
    await publish(lena, { title: 'Kommer', valid_from: '2027-03-01' })
    const later = await newest()
    await publish(lena, { title: 'Har gällt', valid_to: '2027-01-31' })
    const past = await newest()
    await publish(lena, { title: 'Idag', valid_to: '2027-02-01' })
    const today = await newest()
    const shown = found(await amir.get(edit))
    expect([later, past, today].map((id) => shown.includes(id))).toEqual([false, false, true])
    await lena.post(`/owner/templates/${today}/remove`, { _key: newKey() })
    expect(found(await amir.get(edit))).not.toContain(today)
    expect((await lena.get('/owner/templates')).body).toContain('Kommer')
  })

  test.each([
    ['without a file', { file: file('') }, 'Välj filen'],
    ['a program', { file: file('fullmakt.pdf', exe) }, 'Filen går inte att ta emot'],
    ['no name', { title: ' ' }, 'Skriv vad mallen heter'],
    ['a day that is none', { valid_from: '2027-02-30' }, 'Skriv ett datum'],
    ['an end before the start', { valid_to: '2026-12-31' }, 'Sista dagen kan inte komma före'],
  ])('is refused with %s, and what was typed comes back', async (_what, wrong, message) => {
    const before = await newest()
    const answer = await publish(lena, { help: 'Skrivet i ett annat fält', ...wrong })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain(message)
    expect(answer.body).toContain('Skrivet i ett annat fält')
    expect(await newest()).toBe(before)
  })
})

describe('who may', () => {
  test('only the owner’s administrator publishes; handläggare and installers read', async () => {
    await publish(lena)
    const id = await newest()
    for (const who of [eva, amir]) {
      expect((await publish(who)).status).toBe(403)
      expect((await who.post(`/owner/templates/${id}/remove`, { _key: newKey() })).status).toBe(403)
    }
    expect((await eva.get(`/templates/${id}`)).status).toBe(200)
  })

  test('another owner neither sees nor touches it, nor an installer who is not connected', async () => {
    await publish(petra, { title: 'Västkustens egen' })
    const id = await newest()
    expect((await lena.get(`/templates/${id}`)).status).toBe(404)
    expect((await lena.get(`/owner/templates/${id}`)).status).toBe(404)
    expect((await lena.post(`/owner/templates/${id}`, form())).status).toBe(404)
    expect((await lena.post(`/owner/templates/${id}/remove`, { _key: newKey() })).status).toBe(404)
    expect((await lena.get('/owner/templates')).body).not.toContain('Västkustens egen')
    const strangers = await db.owner('connections').where({ owner_id: db.world.owners.VKN }).pluck('company_id')
    expect(strangers).not.toContain(db.world.companies['Bergströms'])
    expect((await amir.get(`/templates/${id}`)).status).toBe(404)
  })
})
