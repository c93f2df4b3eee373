import { beforeAll, describe, expect, test } from 'vitest'
import { setClock } from '../../src/db/actor.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer, type Answer } from '../support/client.ts'
import { AT, changes, noFile, presses, publishes, type Typed } from '../support/configuration.ts'
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

const file = (name: string, content: Buffer = pdf) => new File([new Uint8Array(content)], name)
const TEMPLATE = { title: 'Fullmakt', validFrom: '2027-01-01', validTo: '' }
/** Kept in the draft, as yet nobody's but the administrators'. */
const keep = (who: Client, more: Typed = {}, path = '/templates/new') =>
  changes(who, path, { ...TEMPLATE, file: path.endsWith('/new') ? file('fullmakt.pdf') : noFile, ...more })
const publish = async (who: Client, more: Typed = {}, path?: string) => {
  const kept = await keep(who, more, path)
  expect([kept.status, kept.location]).toEqual([303, `${AT}/templates`])
  expect((await publishes(who)).status).toBe(303)
}
const newest = async () => (await db.owner('document_templates').orderBy('id', 'desc').first('id'))?.id ?? 0
const codeOf = async (id: number) =>
  ((await db.owner('document_templates').where({ id }).first('code')) as { code: string }).code
const found = (answer: Answer) =>
  [...answer.body.matchAll(/href="\/templates\/(\d+)"/g)].map((match) => Number(match[1]))

describe('a template that an owner publishes', () => {
  test('is nobody’s until the draft is published, and found then in the jobs it is for, byte for byte', async () => {
    const before = await newest()
    await keep(lena, { title: 'Blankett för produktion', jobs: ['PR01', 'PR02'] })
    expect(await newest()).toBe(before)
    expect((await amir.get(edit)).body).not.toContain('Blankett för produktion')
    const overview = (await lena.get(AT)).body
    expect(overview).toContain('Blankett för produktion')
    const draft = (await lena.get(`${AT}/jobs/PR01/preview`)).body
    const [, kept] = /href="(\/owner\/configuration\/files\/\d+)">Blankett för produktion/.exec(draft) ?? []
    expect((await lena.get(kept!)).body).toBe(pdf.toString())
    expect((await lena.get(`${AT}/jobs/NY01/preview`)).body).not.toContain('Blankett för produktion')
    expect((await petra.get(kept!)).status).toBe(404)
    expect((await amir.get(kept!)).status).toBe(403)

    await publishes(lena)
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

  test('is another version when it is changed, with the old file or a new one; untouched it stays the same', async () => {
    await publish(lena, { title: 'Intyg' })
    const first = await newest()
    const at = `/templates/${await codeOf(first)}`
    await changes(lena, '/contact', { opening_hours: 'Vardagar 8–15' })
    await publishes(lena)
    expect(await newest()).toBe(first)
    await publish(lena, { title: 'Intyg', help: 'Vid dödsbo' }, at)
    const second = await newest()
    expect((await amir.get(`/templates/${second}`)).body).toBe(pdf.toString())
    expect((await amir.get(`/templates/${first}`)).status).toBe(404)
    await publish(lena, { title: 'Intyg', file: file('intyg 2.pdf') }, at)
    const third = await newest()
    expect(await db.owner('document_templates').where({ id: third }).first('version', 'name')).toEqual({
      version: 3,
      name: 'intyg 2.pdf',
    })
    expect(found(await amir.get(edit)).filter((id) => [first, second].includes(id))).toEqual([])
  })

  test('comes back as it was when an earlier version is published anew', async () => {
    await publish(lena, { title: 'Ritning', file: file('ritning.pdf') })
    const [version] = (await db.owner('configurations').where({ owner_id: db.world.owners.NEL }).max('version')) as [
      { max: number },
    ]
    const code = await codeOf(await newest())
    await presses(lena, `/templates/${code}`, {}, `/templates/${code}/remove`)
    await publishes(lena)
    expect((await amir.get(edit)).body).not.toContain('Ritning')
    const earlier = `${AT}/versions/${version.max}`
    expect((await lena.get(earlier)).body).toContain('Ritning')
    await lena.submit(`${earlier}/restore`, await lena.get(earlier), {})
    expect((await amir.get(edit)).body).toContain('Ritning')
    expect((await amir.get(`/templates/${await newest()}`)).body).toBe(pdf.toString())
  })

  test('whose draft is discarded leaves no file behind, and what is in use keeps its own', async () => {
    const files = async () => (await db.owner('configuration_files').orderBy('id').pluck('id')) as number[]
    const before = await files()
    await keep(lena, { title: 'Kastas' })
    expect((await files()).length).toBe(before.length + 1)
    await lena.post(`${AT}/discard`, {})
    expect(await files()).toEqual(before)
    expect((await lena.get(`${AT}/templates`)).body).not.toContain('Kastas')
  })

  test('is shown only while it holds, and no more when it is taken away', async () => {
    await publish(lena, { title: 'Kommer', validFrom: '2027-03-01' })
    const later = await newest()
    await publish(lena, { title: 'Har gällt', validTo: '2027-01-31' })
    const past = await newest()
    await publish(lena, { title: 'Idag', validTo: '2027-02-01' })
    const today = await newest()
    const shown = found(await amir.get(edit))
    expect([later, past, today].map((id) => shown.includes(id))).toEqual([false, false, true])
    const code = await codeOf(today)
    await presses(lena, `/templates/${code}`, {}, `/templates/${code}/remove`)
    expect(found(await amir.get(edit))).toContain(today)
    await publishes(lena)
    expect(found(await amir.get(edit))).not.toContain(today)
    expect((await lena.get(`${AT}/templates`)).body).toContain('Kommer')
  })

  test.each([
    ['without a file', { file: noFile }, 'Välj filen'],
    ['a program', { file: file('fullmakt.pdf', exe) }, 'Filen går inte att ta emot'],
    ['no name', { title: ' ' }, 'Fyll i det här.'],
    ['a day that is none', { validFrom: '2027-02-30' }, 'Skriv ett datum'],
    ['an end before the start', { validTo: '2026-12-31' }, 'Sista dagen kan inte komma före'],
  ])('is refused with %s, and what was typed comes back', async (_what, wrong, message) => {
    const answer = await keep(lena, { help: 'Skrivet i ett annat fält', ...wrong })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain(message)
    expect(answer.body).toContain('Skrivet i ett annat fält')
    expect((await lena.get(AT)).body).toContain('Inget utkast')
  })
})

describe('who may', () => {
  test('only the owner’s administrator; handläggare and installers read what is published', async () => {
    await publish(lena)
    const id = await newest()
    for (const who of [eva, amir]) {
      for (const path of ['/templates', '/templates/new', `/templates/${await codeOf(id)}`])
        expect((await who.get(AT + path)).status).toBe(403)
      const posted = await who.post(`${AT}/templates/new`, { ...TEMPLATE, file: file('fullmakt.pdf') })
      expect(posted.status).toBe(403)
    }
    expect((await eva.get(`/templates/${id}`)).status).toBe(200)
  })

  test('another owner neither sees nor touches it, nor an installer who is not connected', async () => {
    await publish(petra, { title: 'Västkustens egen' })
    const id = await newest()
    const code = await codeOf(id)
    expect((await lena.get(`/templates/${id}`)).status).toBe(404)
    expect((await lena.get(`${AT}/templates/${code}`)).status).toBe(404)
    expect((await lena.post(`${AT}/templates/${code}`, { ...TEMPLATE, file: noFile })).status).toBe(404)
    expect((await lena.post(`${AT}/templates/${code}/remove`, {})).status).toBe(404)
    expect((await lena.get(`${AT}/templates`)).body).not.toContain('Västkustens egen')
    const strangers = await db.owner('connections').where({ owner_id: db.world.owners.VKN }).pluck('company_id')
    expect(strangers).not.toContain(db.world.companies['Bergströms'])
    expect((await amir.get(`/templates/${id}`)).status).toBe(404)
  })

  test('the page it had before leads to its place in the draft', async () => {
    expect((await lena.get('/owner/templates')).location).toBe(`${AT}/templates`)
  })
})
