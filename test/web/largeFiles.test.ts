import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { asActor } from '../../src/db/actor.ts'
import { createOrders } from '../../src/work-orders/orders.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { pdf } from '../support/files.ts'
import { fieldsIn } from '../support/form.ts'
import { DECLARED } from '../tenancy/declared.ts'

let db: TestDatabase, address: string
let amir: Client, karin: Client, lena: Client
let draft: CaseRow
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  amir = await new Client(address).signIn('amir.haddad')
  karin = await new Client(address).signIn('karin.bergstrom')
  lena = await new Client(address).signIn('lena.frost')
  draft = await aCase(actorsOf(db.world).amir, 'NY01')
})

/** A PDF of so many megabytes, one byte and a comment at its end. */
const large = (megabytes: number, name = 'stor.pdf') =>
  new File([new Uint8Array(pdf), new Uint8Array(megabytes * 1_000_000)], name, { type: 'application/pdf' })
const TYPED = 'Skrivet för hand'

describe('a file that is too large brings the page back, with all that was typed and the sentence at the file', () => {
  interface Place {
    at: () => string
    to?: () => string
    who?: () => Client
    file: string
    megabytes: number
    typed?: Record<string, string>
    limit: string
  }
  test.each<[string, Place]>([
    [
      'a case’s form',
      {
        at: () => `/cases/${draft.ref}/edit`,
        file: 'file.SIT',
        megabytes: 21,
        typed: { anl_adress: TYPED, _do: 'save' },
        limit: '20 MB',
      },
    ],
    [
      'its camera',
      {
        at: () => `/cases/${draft.ref}/edit`,
        file: 'photo.SIT',
        megabytes: 21,
        typed: { anl_adress: TYPED, _do: 'send' },
        limit: '20 MB',
      },
    ],
    [
      'an application by somebody unknown',
      {
        at: () => '/register',
        who: () => new Client(address),
        file: 'certificate',
        megabytes: 21,
        typed: { name: TYPED, org_number: '559999-0065' },
        limit: '10 MB',
      },
    ],
    [
      'an application to one more',
      {
        at: () => '/company/connections',
        who: () => karin,
        file: 'certificate',
        megabytes: 11,
        typed: { owner: 'NO', message: TYPED, agreement: 'ja' },
        limit: '10 MB',
      },
    ],
    [
      'people from a file',
      {
        at: () => '/company/users/import',
        who: () => karin,
        file: 'file',
        megabytes: 2,
        typed: { text: TYPED, do: 'show' },
        limit: '1 MB',
      },
    ],
    [
      'postnummer from a file',
      {
        at: () => '/owner/configuration/areas/import',
        who: () => lena,
        file: 'file',
        megabytes: 2,
        typed: { text: TYPED, do: 'show' },
        limit: '1 MB',
      },
    ],
    [
      'the own register',
      {
        at: () => '/owner/facilities',
        to: () => '/owner/facilities/import',
        who: () => lena,
        file: 'file',
        megabytes: 61,
        limit: '60 MB',
      },
    ],
    [
      'a template',
      {
        at: () => '/owner/configuration/templates/new',
        who: () => lena,
        file: 'file',
        megabytes: 21,
        typed: { title: TYPED, validFrom: '2027-01-01' },
        limit: '20 MB',
      },
    ],
    [
      'a logotype',
      {
        at: () => '/owner/configuration/look',
        who: () => lena,
        file: 'logo',
        megabytes: 6,
        typed: { entry_text: TYPED, colour: 'ours' },
        limit: '5 MB',
      },
    ],
  ])('%s', async (_what, { at, to = at, who = () => amir, file, megabytes, typed = {}, limit }) => {
    const person = who()
    const page = await person.get(at())
    expect(page.status).toBe(200)
    const fields = { ...hidden(page.body), ...typed, ...(typed['owner'] && { owner: String(db.world.owners.VKN) }) }
    const answer = await person.post(to(), { ...fields, [file]: large(megabytes) })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatch(new RegExp(`Filen är för stor\\. Högst [\\d,]*\\s?${limit.replace(/^(\d+) /, '$1 ')}`))
    if (Object.values(typed).includes(TYPED)) expect(answer.body).toContain(TYPED)
  })

  test('what else was sent with it is kept, and the rest of the form is saved when the file is left out', async () => {
    const page = await amir.get(`/cases/${draft.ref}/edit`)
    const typed = { ...fieldsIn(page.body, 'edit'), anl_adress: 'Storgatan 21', _do: 'save' }
    const good = new File([new Uint8Array(pdf)], 'lagom.pdf')
    const answer = await amir.post(`/cases/${draft.ref}/edit`, { ...typed, 'file.SIT': large(21), 'file.ENL': good })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain('lagom.pdf')
    const saved = await amir.post(`/cases/${draft.ref}/edit`, { ...fieldsIn(answer.body, 'edit'), _do: 'save' })
    expect(saved.status).toBe(303)
  })

  test('a script is told in words, and the box of a case too', async () => {
    const sent = await amir.post(
      `/cases/${draft.ref}/attachments`,
      { ...hidden((await amir.get(`/cases/${draft.ref}/edit`)).body), kind: 'SIT', file: large(21) },
      { accept: 'application/json' },
    )
    expect([sent.status, JSON.parse(sent.body)]).toMatchObject([
      422,
      { added: [], refused: [expect.stringContaining('20 MB')] },
    ])
    const box = await amir.post(`/cases/${draft.ref}/attachments`, {
      ...hidden((await amir.get(`/cases/${draft.ref}`)).body),
      kind: 'SIT',
      file: large(21),
    })
    expect(box.status).toBe(303)
    expect((await amir.get(box.location.replace(/#.*/, ''))).body).toContain('Filen är för stor. Högst 20 MB per fil.')
  })

  test('the register of companies tells it on its page', async () => {
    await lena.proves()
    const page = await lena.get('/owner/companies')
    const answer = await lena.post('/owner/companies/register', { ...hidden(page.body), file: large(6) })
    expect((await lena.get(answer.location)).body).toContain('Filen är för stor. Högst 5 MB per fil.')
  })

  test.each<[string, () => Promise<{ who: Client; page: Answer; to: string; file: string; typed: string }>]>([
    [
      'the report of a work order',
      async () => {
        const { amir: sender, eva, mats } = actorsOf(db.world)
        const done = await aCase.send(sender, await aCase(sender, 'BE02'))
        await aCase.move(eva, done, 'acceptCompletion')
        const fitter = { id: mats.userId, name: mats.name }
        const order = { kind: 'swap' as const, fitter, planned_on: '2027-02-01', access: '' }
        await asActor(eva, (tx) => createOrders(tx, eva, done.ref, [1], order))
        const { id } = (await db.owner('work_orders').first('id')) as { id: number }
        const who = await new Client(address).signIn('mats.strand')
        const to = `/owner/orders/${id}`
        return { who, page: await who.get(to), to, file: 'photo', typed: 'report' }
      },
    ],
    [
      'a paper case',
      async () => {
        const who = await new Client(address).signIn('eva.nordin')
        const { id } = (await db
          .owner('job_types')
          .where({ owner_id: db.world.owners.NEL, code: 'NY01' })
          .first('id')) as { id: number }
        const start = { company: String(db.world.companies.Bergströms), job: String(id), postcode: '123 45' }
        const page = await who.submit('/owner/register', await who.get('/owner/register'), start)
        return { who, page, to: '/owner/register/form', file: 'file.SIT', typed: 'best_namn' }
      },
    ],
    [
      'what is filled in for an installer',
      async () => {
        const { amir: sender, eva } = actorsOf(db.world)
        const back = await aCase.reject(eva, await aCase.send(sender, await aCase(sender, 'NY01')))
        // As a case that came on paper: nobody at the company has taken it over.
        const nobody = { manual: true, responsible_id: null, responsible_name: null }
        await db.owner('cases').where({ id: back.id }).update(nobody)
        const who = await new Client(address).signIn('eva.nordin')
        const to = `/owner/register/${back.ref}`
        return { who, page: await who.get(to), to, file: 'file.SIT', typed: 'best_namn' }
      },
    ],
  ])('%s', async (_what, arrange) => {
    const { who, page, to, file, typed } = await arrange()
    expect(page.status).toBe(200)
    expect(page.body).toContain(`name="${file}"`)
    const answer = await who.post(to, { ...hidden(page.body), [typed]: TYPED, [file]: large(21, 'stor.jpg') })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain(TYPED)
    expect(answer.body).toMatch(/Filen är för stor\. Högst 20\s?MB/)
  })

  test('no other page takes files', () => {
    const TRIED = `/cases/:ref/edit /register /company/connections /company/users/import /owner/users/import
      /owner/configuration/areas/import /owner/facilities/import /owner/configuration/templates/new
      /owner/configuration/templates/:code /owner/configuration/look /cases/:ref/attachments /owner/companies/register
      /owner/orders/:order /owner/register/form /owner/register/:ref`
    // The link out of a mail reads a form of a standard, not files.
    const ELSEWHERE = '/mail-choices/:link'
    const found = DECLARED.filter(({ reads }) => reads.length > 1).map(({ path }) => path)
    expect(found.toSorted()).toEqual(`${TRIED} ${ELSEWHERE}`.split(/\s+/).toSorted())
  })

  test('one file too many brings the page back too', async () => {
    const page = await amir.get(`/cases/${draft.ref}/edit`)
    const form = new FormData()
    for (const [name, value] of Object.entries({ ...fieldsIn(page.body, 'edit'), anl_adress: TYPED }))
      form.set(name, value)
    for (let i = 0; i < 31; i += 1) form.append('file.FOT', new File([new Uint8Array(pdf)], `${i}.pdf`))
    const answer = await fetch(`${address}/cases/${draft.ref}/edit`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'same-origin', cookie: `session=${amir.cookie('session')!}` },
      body: form,
    })
    expect(answer.status).toBe(422)
    const body = await answer.text()
    expect(body).toContain(TYPED)
    expect(body).toMatch(/För många filer på en gång, högst 30|högst 30 bilagor/)
  })
})

describe('file names', () => {
  test.each(['02-filnamn-emoji.txt', '02-filnamn-emoji-b.txt'])(
    '%s is stored under a well-formed name',
    async (file) => {
      const name = readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8').trim()
      const kase = await aCase(actorsOf(db.world).amir, 'NY01')
      const page = await amir.get(`/cases/${kase.ref}/edit`)
      const posted = (extra: Record<string, string>): Promise<Answer> =>
        amir.post(`/cases/${kase.ref}/edit`, {
          ...fieldsIn(page.body, 'edit'),
          ...extra,
          'file.ENL': new File([new Uint8Array(pdf)], name),
        })
      expect((await posted({ _do: 'save' })).status).toBe(303)
      const names = (await db.owner('attachments').where({ case_id: kase.id }).pluck('name')) as string[]
      const stored = names.find((each) => each.startsWith(name.slice(0, 20)))!
      expect([stored.isWellFormed(), stored.length <= 120, stored.endsWith('.pdf')]).toEqual([true, true, true])
      expect(stored).not.toContain('\uFFFD')
      expect((await amir.get(`/cases/${kase.ref}`)).body).toContain(stored)
    },
  )
})
