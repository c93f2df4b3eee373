import { beforeAll, describe, expect, test } from 'vitest'
import { setClock } from '../../src/db/actor.ts'
import { publishDue } from '../../src/configuration/tasks.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { AT, changes, filledIn, presses, publishes } from '../support/configuration.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let lena: Client, lena2: Client, amir: Client, petra: Client
beforeAll(async () => {
  setClock('2027-02-01T09:00:00+01:00')
  db = await testDatabase()
  const { address } = await testServer()
  lena = await new Client(address).signIn('lena.frost')
  lena2 = await new Client(address).signIn('lena.frost')
  petra = await new Client(address).signIn('petra.wallin')
  amir = await new Client(address).signIn('amir.haddad')
})

const newCase = async (job: string) => {
  const page = await amir.get('/cases/new')
  const [, id] = new RegExp(`name="job" value="(\\d+)"(?:(?!name="job")[\\s\\S]){0,400}?${job}`).exec(page.body) ?? []
  const owner = String(db.world.owners.NEL)
  const answer = await amir.submit('/cases/new', page, { owner, job: id ?? '', postcode: '12345', reference: '' })
  return { id, answer, edit: answer.status === 303 ? await amir.get(answer.location) : null }
}
const versions = async (owner = db.world.owners.NEL) =>
  (await db.owner('configurations').where({ owner_id: owner }).orderBy('id').pluck('version')) as number[]

describe('a draft', () => {
  test('begins with the first change, is seen by nobody else, and is published as a whole; what runs keeps its own', async () => {
    const running = await aCase(actorsOf(db.world).amir, 'NY01')
    const saved = await changes(lena, '/jobs/NY01/fields/upplysningar', {
      help: 'Den som öppnar dörren för oss.',
      required: 'ja',
    })
    expect([saved.status, saved.location]).toEqual([303, `${AT}/jobs/NY01`])
    await changes(lena, '/contact', { information: 'Ring innan ni gräver.' })
    await changes(lena, '/rules', { decision_days: '7' })

    expect((await newCase('NY01')).edit!.body).not.toContain('Den som öppnar dörren')
    expect((await amir.get('/cases/new')).body).not.toContain('Ring innan ni gräver')
    expect((await petra.get(AT)).body).not.toContain('Den som öppnar')

    const page = (await lena.get(AT)).body
    for (const words of [
      'Den som öppnar dörren för oss.',
      'Frivillig',
      'Krävs',
      'Ring innan ni gräver.',
      'Besked på föranmälan',
    ]) {
      expect(page).toContain(words)
    }
    expect((await lena.get(`${AT}/jobs/NY01/preview`)).body).toContain('Den som öppnar dörren')

    expect((await publishes(lena, { note: 'Kontakt krävs' })).status).toBe(303)
    expect(await versions()).toEqual([1, 2])
    const fresh = (await newCase('NY01')).edit!.body
    expect(fresh).toContain('Den som öppnar dörren för oss.')
    expect(fresh).toContain('Ring innan ni gräver.')
    expect((await amir.get(`/cases/${running.ref}/edit`)).body).not.toContain('Den som öppnar dörren')
    expect(await db.owner('owners').where({ code: 'NEL' }).first('decision_days')).toEqual({ decision_days: 7 })
    expect(await db.owner('owners').where({ code: 'VKN' }).first('decision_days')).toEqual({ decision_days: 10 })
    const after = (await lena.get(AT)).body
    expect(after).toContain('Kontakt krävs')
    expect(after).toContain('Inget utkast')
  })

  test('an own field has a key for ever, goes to every job that has the section, and is answered like any other', async () => {
    const made = await changes(lena, '/jobs/NY01/fields/new', {
      section: 'notice.R',
      type: 'choice',
      label: 'Färg på mätarskåpet',
      options: 'Grönt\nGrått',
      required: 'ja',
      scope: 'all',
    })
    const [, key] = /fields\/(x_egen_\w{8})$/.exec(made.location) ?? []
    expect(key).toBeDefined()
    await publishes(lena)
    for (const job of ['NY01', 'TI02']) {
      const { edit } = await newCase(job)
      expect(edit!.body).toContain('Färg på mätarskåpet')
      expect(edit!.body).toContain(`name="${key}" value="val1"`)
    }
    // Renamed, it is the same field; taken away, the answers given still read.
    const { answer, edit } = await newCase('NY01')
    await amir.submit(answer.location, edit!, { [key!]: 'val2', _do: 'save' })
    await changes(lena, `/jobs/NY01/fields/${key}`, { label: 'Skåpets färg', scope: 'all' })
    await presses(lena, `/jobs/NY01/fields/${key}`, { scope: 'all' }, `/jobs/NY01/fields/${key}/remove`)
    await publishes(lena)
    expect((await newCase('NY01')).edit!.body).not.toContain(key)
    expect((await amir.get(answer.location.replace('/edit', ''))).body).toMatch(/Färg på mätarskåpet[\s\S]{0,200}Grått/)
  })

  test('hides, moves and shows with buttons alone; what all builds on stays', async () => {
    const order = (body: string, ...names: string[]) =>
      names.map((name) => body.indexOf(`href="${AT}/jobs/BE07/fields/${name}"`))
    const before = (await lena.get(`${AT}/jobs/BE07`)).body
    const [land, telefon] = order(before, 'best_land', 'best_telefon')
    expect(land).toBeLessThan(telefon!)
    await presses(lena, '/jobs/BE07', { down: 'best_land' })
    const after = (await lena.get(`${AT}/jobs/BE07`)).body
    expect(order(after, 'best_land')[0]).toBeGreaterThan(order(after, 'best_telefon')[0]!)
    expect(after).toContain('name="hide" value="best_land"')
    for (const name of ['best_namn', 'intygande', 'anl_postnr'])
      expect(after).not.toContain(`name="hide" value="${name}"`)
    await presses(lena, '/jobs/BE07', { hide: 'best_land' })
    await presses(lena, '/jobs/BE07', { hide: 'best_namn' })
    await publishes(lena)
    const { edit } = await newCase('BE07')
    expect(edit!.body).not.toContain('name="best_land"')
    expect(edit!.body).toContain('name="best_namn"')
    expect((await newCase('NY01')).edit!.body).toContain('name="best_land"')
    await presses(lena, '/jobs/BE07', { show: 'best_land' })
    expect((await lena.get(AT)).body).toContain('Dolt')
    await lena.post(`${AT}/discard`, {})
  })

  test('turns a job off for new cases alone', async () => {
    const running = await aCase(actorsOf(db.world).amir, 'BE10')
    await presses(lena, '/jobs', { hide: 'BE10' })
    await publishes(lena)
    expect((await newCase('BE10')).id).toBeUndefined()
    expect((await amir.get(`/cases/${running.ref}/edit`)).status).toBe(200)
    await presses(lena, '/jobs', { show: 'BE10' })
    await publishes(lena)
    expect((await newCase('BE10')).answer.status).toBe(303)
  })

  test('changes flow with the parts that the new one needs', async () => {
    await changes(lena, '/jobs/TI02/basics', { flow: 'F' })
    expect((await lena.get(`${AT}/jobs/TI02/preview?part=completion`)).body).toContain('name="y_utfort"')
    await publishes(lena)
    const row = (await db.owner('job_types').where({ code: 'TI02' }).orderBy('id', 'desc').first('flow')) as {
      flow: string
    }
    expect(row.flow).toBe('F')
  })
})

describe('what is wrong', () => {
  test('stays at its field with what was typed', async () => {
    const answer = await changes(lena, '/jobs/NY01/fields/best_namn', { label: '', help: 'Skrivet i ett annat fält' })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain('Fyll i det här.')
    expect(answer.body).toContain('Skrivet i ett annat fält')
    for (const [path, typed, message] of [
      ['/rules', { decision_days: '0' }, 'Ange 1–400 vardagar.'],
      ['/contact', { email: 'inte en adress' }, 'ska ha ett @'],
      ['/areas/new', { code: 'NRD', name: 'x' }, 'Koden finns redan.'],
      ['/areas/new', { code: 'VKS', name: 'Annans' }, 'Ett annat nätbolag har det nätområdet.'],
      ['/areas/NRD', { postcodes: '12340-12349\n999' }, 'rätta den'],
      ['/jobs/NY01/fields/new', { section: 'notice.R', type: 'choice', label: 'Val', options: 'Ett' }, 'minst två val'],
      ['/jobs/NY01/fields/best_typ', { options: 'Privatperson' }, 'inte bli fler eller färre'],
      ['/jobs/NY01/fields/best_kontakt', { required: '{"field":"hittepå","filled":true}' }, 'Välj ett av svaren.'],
      ['/auto/new', { name: 'Tom' }, 'Välj minst en jobbtyp.'],
    ] as const) {
      const refused = await changes(lena, path, typed)
      expect([path, refused.status]).toEqual([path, 422])
      expect(refused.body, path).toContain(message)
    }
    expect((await lena.get(AT)).body).toContain('Inget utkast')
  })

  test('keeps a draft from being published, and says where', async () => {
    await presses(lena, '/areas/NRD', {}, '/areas/NRD/remove')
    await presses(lena, '/areas/NRF', {}, '/areas/NRF/remove')
    const page = (await lena.get(AT)).body
    expect(page).toContain('Det finns inget nätområde')
    expect(page).toContain('Rätta felen ovan först.')
    const before = await versions()
    const refused = await lena.post(`${AT}/publish`, { _key: 'x'.repeat(20), when: 'now', day: '', note: '' })
    expect(refused.status).toBe(409)
    expect(await versions()).toEqual(before)
    await lena.post(`${AT}/discard`, {})
  })

  test('two who change the same do not overwrite each other; two who change different things do not meet', async () => {
    const [first, second] = [await lena.get(`${AT}/reasons/BIL`), await lena2.get(`${AT}/reasons/BIL`)]
    await lena.post(`${AT}/reasons/BIL`, { ...filledIn(first), text: 'Bilagan saknas' })
    const late = await lena2.post(`${AT}/reasons/BIL`, { ...filledIn(second), text: 'Bilagan syns inte' })
    expect(late.status).toBe(409)
    expect(late.body).toContain('Bilagan syns inte')
    expect(late.body).toContain('Någon annan har ändrat samma sak')
    expect((await lena.get(`${AT}/reasons/BIL`)).body).toContain('Bilagan saknas')
    // Knowing that, one may still insist.
    expect((await lena2.post(`${AT}/reasons/BIL`, filledIn(late))).status).toBe(303)

    const other = await lena2.get(`${AT}/reasons/DUB`)
    await changes(lena, '/contact', { opening_hours: 'Vardagar 8–15' })
    expect((await lena2.post(`${AT}/reasons/DUB`, { ...filledIn(other), text: 'Finns redan' })).status).toBe(303)
    await lena.post(`${AT}/discard`, {})
  })
})

describe('a day that comes', () => {
  test('publishes on it, not before; nothing is changed meanwhile, and it can be taken back', async () => {
    await changes(lena, '/contact', { information: 'Nytt från mars.' })
    expect((await publishes(lena, { when: 'day', day: '2027-02-01' })).body).toContain('Välj en dag som kommer.')
    await publishes(lena, { when: 'day', day: '2027-03-01', note: 'Mars' })
    expect((await lena.get(AT)).body).toContain('Utkastet publiceras 2027-03-01.')
    const { _key, _stamp } = filledIn(await lena.get(`${AT}/contact`))
    expect((await lena.post(`${AT}/contact`, { _key: _key!, _stamp: _stamp! })).status).toBe(409)
    await lena.post(`${AT}/take-back`, {})
    await changes(lena, '/contact', { information: 'Nytt från första mars.' })
    await publishes(lena, { when: 'day', day: '2027-03-01', note: 'Mars' })

    const before = await versions()
    setClock('2027-02-28T23:59:00+01:00')
    expect(await publishDue()).toBe(0)
    expect(await versions()).toEqual(before)
    setClock('2027-03-01T00:01:00+01:00')
    expect(await publishDue()).toBe(1)
    expect(await publishDue()).toBe(0)
    expect((await versions()).length).toBe(before.length + 1)
    setClock('2027-03-01T09:00:00+01:00')
    amir = await new Client(amir.address).signIn('amir.haddad')
    lena = await new Client(amir.address).signIn('lena.frost')
    expect((await newCase('NY01')).edit!.body).toContain('Nytt från första mars.')
    expect((await lena.get(AT)).body).toMatch(/Mars[\s\S]*Publicerade/)
  })

  test('a version of a later day is not what new cases begin with', async () => {
    const [row] = (await db
      .owner('configurations')
      .insert({ owner_id: db.world.owners.NEL, version: 900, published_at: '2027-12-01', rejection_reasons: '[]' })
      .returning('id')) as { id: number }[]
    expect((await newCase('NY01')).answer.status).toBe(303)
    await db.owner('configurations').where({ id: row!.id }).delete()
  })
})

describe('going back', () => {
  test('publishes the earlier version anew, fields, settings and areas', async () => {
    const start = (await versions()).at(-1)!
    await changes(lena, '/jobs/NY01/fields/best_kontakt', { label: 'Vem vi ringer' })
    await changes(lena, '/contact', { phone: '08-465 004 99' })
    await changes(lena, '/areas/NRD', { name: 'Norrådal stad', postcodes: '12345' })
    await changes(lena, '/areas/new', { code: 'NRX', name: 'Norrådals öar', postcodes: '12370-12379' })
    await publishes(lena)
    expect((await newCase('NY01')).edit!.body).toContain('Vem vi ringer')
    expect((await amir.get('/cases/new')).body).toContain('NRX')

    const page = await lena.get(`${AT}/versions/${start}`)
    expect(page.body).toContain('Vem vi ringer')
    expect(page.body).toContain('12340–12349')
    await lena.submit(`${AT}/versions/${start}/restore`, page, {})
    expect((await versions()).at(-1)).toBe(start + 2)
    expect((await newCase('NY01')).edit!.body).not.toContain('Vem vi ringer')
    expect((await amir.get('/cases/new')).body).not.toContain('NRX')
    const area = (await db.owner('areas').where({ code: 'NRD' }).first('id', 'name')) as { id: number; name: string }
    expect(area.name).toBe('Norrådal')
    expect(await db.owner('area_postcodes').where({ area_id: area.id }).pluck('postcode_to')).toEqual(['12349'])
    expect((await lena.get(AT)).body).toContain(`återgång till version ${start}`)
    // And forth again: the area that was ended is the same row.
    const ended = (await db.owner('areas').where({ code: 'NRX' }).first('id')) as { id: number }
    await lena.submit(`${AT}/versions/${start + 1}/restore`, await lena.get(`${AT}/versions/${start + 1}`), {})
    expect(await db.owner('areas').where({ code: 'NRX', ended_at: null }).first('id')).toEqual(ended)
    expect((await petra.get(`${AT}/versions/${start}`)).status).toBe(404)
  })
})

describe('lists', () => {
  test('reasons and texts reach the handläggare by the version of the case', async () => {
    await changes(lena, '/reasons/new', { text: 'För mycket snö', phase: 'notice' })
    const list = (await lena.get(`${AT}/reasons`)).body
    // The code of an own reason is nobody's to invent, nor to read.
    const [, code] = /id="row-(X[A-Z]{5})"/.exec(list)!
    expect(list).not.toContain(`${code!} ·`)
    await presses(lena, '/reasons', { up: code! })
    await changes(lena, '/texts/new', { title: 'Tack', use: 'approve', text: 'Tack {installatör}.' })
    await publishes(lena)
    const eva = await new Client(lena.address).signIn('eva.nordin')
    const people = actorsOf(db.world)
    const sent = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
    const row = (await db
      .owner('configurations')
      .where({ owner_id: db.world.owners.NEL })
      .orderBy('id', 'desc')
      .first('rejection_reasons', 'standard_texts')) as {
      rejection_reasons: { code: string }[]
      standard_texts: object[]
    }
    expect(row.standard_texts).toContainEqual({
      code: 'T1',
      title: 'Tack',
      use: 'approve',
      text: 'Tack {installatör}.',
    })
    expect(row.rejection_reasons.map((each) => each.code).at(-2)).toBe(code)
    // aCase takes the oldest version: its handläggare reads the reasons of that one.
    expect((await eva.get(`/cases/${sent.ref}`)).body).not.toContain('För mycket snö')
  })

  test('postnummer come from a file, wrong lines are told and nothing is kept until all can be read', async () => {
    const page = await lena.get(`${AT}/areas/import`)
    const wrong = await lena.submit(`${AT}/areas/import`, page, {
      text: 'Nätområde;Från;Till\nNRD;12340;12344\nXXX;1;2\nNRD;12 346;\nNRD;12345;12340',
      do: 'put',
    })
    expect(wrong.body).toContain('2 rader går att läsa.')
    expect(wrong.body).toContain('Rad 3')
    expect(wrong.body).toContain('Rad 5')
    expect(wrong.body).toContain('Det sista postnumret kommer före det första.')
    // A first line with a nätområde in it is no heading, however badly the rest of it is written.
    const first = await lena.submit(`${AT}/areas/import`, page, { text: 'NRD;ett;två\nNRD;12340;12344', do: 'put' })
    expect(first.body).toContain('Går inte att läsa som postnummer.')
    // What the lines make of each area is shown before anything is kept.
    const shown = await lena.submit(`${AT}/areas/import`, page, { text: 'NRD;12340;12344', do: 'show' })
    expect(shown.body).toContain('<ins>12340–12344</ins>')
    const good = await lena.submit(`${AT}/areas/import`, page, { text: 'NRD,12340,12344\nNRD,12345,12346', do: 'put' })
    expect(good.status).toBe(303)
    expect((await lena.get(`${AT}/areas/NRD`)).body).toContain('12340–12346')
    expect((await lena.get(`${AT}/areas/export.csv`)).body).toContain('NRD;12340;12346\r\n')
    await lena.post(`${AT}/discard`, {})
  })

  test('attachments are asked for, own ones too', async () => {
    await changes(lena, '/jobs/BE07/files/new', { kind: 'egen', label: 'Protokoll', required: 'ja', part: 'notice' })
    await changes(lena, '/jobs/BE07/files/notice.FOT', { required: 'ja' })
    await publishes(lena)
    const { edit } = await newCase('BE07')
    expect(edit!.body).toContain('Protokoll')
    expect(edit!.body).toContain('name="file.EGA"')
  })
})

test('a draft from before the mail of a hold (M10) could be chosen goes on, with it off; published, it is the owner’s choice', async () => {
  const owner_id = db.world.owners.NEL
  await changes(lena, '/contact', { information: 'Ring en dag innan.' })
  await db
    .owner('configuration_drafts')
    .where({ owner_id })
    .update({ content: db.owner.raw(`content #- '{settings,mail_hold}'`) })
  expect(filledIn(await lena.get(`${AT}/contact`))['mail_hold']).toBe('nej')
  expect((await changes(lena, '/contact', { mail_hold: 'ja' })).status).toBe(303)
  expect((await lena.get(AT)).body).toContain('Mejl när ett ärende sätts i eller tas ur väntläge')
  await publishes(lena)
  expect(await db.owner('owners').where({ id: owner_id }).first('mail_hold', 'information')).toEqual({
    mail_hold: true,
    information: 'Ring en dag innan.',
  })
})
