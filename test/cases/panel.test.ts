import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import { asActor, type InstallerActor } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import type { Answers } from '../../src/domain/forms/definition.ts'
import { rowsOf } from '../../src/domain/forms/schema.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { multiply } from '../support/multiply.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

// What the handläggare has before them beside the case itself.

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let eva: Client, johan: Client, amir: Client, mira: Client
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  eva = await new Client(address).signIn('eva.nordin')
  johan = await new Client(address).signIn('johan.ek')
  amir = await new Client(address).signIn('amir.haddad')
  mira = await new Client(address).signIn('mira.dahl')
})

const newKey = () => randomBytes(18).toString('base64url')
const bodyOf = async (who: Client, kase: Pick<CaseRow, 'ref'>) => (await who.get(`/cases/${kase.ref}`)).body
const stored = async (kase: CaseRow) => (await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!
const nowhere = () => `7359990001${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`

/** Sent, with these answers in its notice; each at a place of its own unless they say otherwise. */
async function sent(job: string, answers: Answers = {}, by: InstallerActor = people.amir): Promise<CaseRow> {
  const draft = await aCase(by, job)
  const place = { anl_id: nowhere(), matarnummer: `M-${newKey()}`, anl_adress: `Gatan ${newKey()}` }
  const notice = { ...draft.notice, ...place, ...answers }
  return aCase.send(by, await asActor(by, (tx) => perform(tx, by, draft.ref, 'save', { notice })))
}
const approved = (kase: CaseRow, consent: Answers, internal: Answers = {}) =>
  asActor(people.eva, (tx) => perform(tx, people.eva, kase.ref, 'approve', { consent, internal }))

/** The value of a field in the panel, and where the page says it comes from. */
function field(body: string, name: string): { value: string | undefined; source: string | undefined; href?: string } {
  const value =
    new RegExp(`<input[^>]*name="${name}"[^>]*value="([^"]*)"`).exec(body)?.[1] ??
    new RegExp(`<select id="${name}".*?<option value="([^"]*)" selected`, 's').exec(body)?.[1]
  const html = new RegExp(`id="${name}-source">(.*?)</p>`).exec(body)?.[1]
  const href = /href="([^"]+)"/.exec(html ?? '')?.[1]
  return { value, source: html?.replace(/<[^>]+>/g, ''), ...(href && { href }) }
}

describe('the network data are filled in', () => {
  test('from the notice first, then from the last consent at the same facility, and each says from where', async () => {
    const facility = nowhere()
    const older = await approved(await sent('BE06', { anl_id: facility }), { x_kabel: 'Gammal kabel' })
    await db.owner('cases').where({ id: older.id }).update({ consent_on: '2026-01-01' })
    const earlier = await approved(
      await sent('BE06', { anl_id: facility, matmetod: 'stromtrafo', ct_omsattning: '100/5' }),
      {
        x_kabel: 'N1XE 4G16',
        x_matmetod: 'stromtrafo',
        x_ik3_max: 2.4,
        x_upplysningar: 'Ring först',
        x_offert_nr: 'O-1',
      },
      { x_skap: 'KS-99', x_intern: 'Kolla lasten', x_avgift: 1000 },
    )
    const body = await bodyOf(eva, await sent('BE06', { anl_id: facility, matmetod: 'direkt' }))
    expect(field(body, 'x_anl_id')).toEqual({ value: facility, source: 'Från anmälan' })
    expect(field(body, 'x_matmetod')).toEqual({ value: 'direkt', source: 'Från anmälan' })
    const from = { source: `Från ärende ${earlier.ref}, ${earlier.consent_on}`, href: `/cases/${earlier.ref}` }
    expect(field(body, 'x_kabel')).toEqual({ value: 'N1XE 4G16', ...from })
    expect(field(body, 'x_ik3_max')).toEqual({ value: '2,4', ...from })
    expect(field(body, 'x_skap')).toEqual({ value: 'KS-99', ...from })
    // What was decided or said that time is not repeated.
    for (const name of ['x_offert_nr', 'x_avgift']) expect(field(body, name).value, name).toBe('')
    expect(body).not.toContain('Ring först')
    expect(body).not.toContain('Kolla lasten')
  })

  test('never over what a handläggare has written: not over what was typed, not over an earlier consent of the case', async () => {
    const facility = nowhere()
    await approved(await sent('BE06', { anl_id: facility }), { x_kabel: 'N1XE 4G16' })
    const kase = await sent('BE06', { anl_id: facility })
    const fields = hidden(await bodyOf(eva, kase))
    const typed = { ...fields, x_kabel: 'Min kabel', x_ik3_max: 'inget tal', _key: newKey() }
    const again = await eva.post(`/cases/${kase.ref}/approve`, typed)
    expect(again.status).toBe(422)
    expect(field(again.body, 'x_kabel')).toEqual({ value: 'Min kabel', source: undefined })
    const emptied = await eva.post(`/cases/${kase.ref}/approve`, { ...typed, x_kabel: '' })
    expect(field(emptied.body, 'x_kabel')).toEqual({ value: '', source: undefined })
    await db.owner('owners').update({ consent_revocable: true })
    await approved(kase, { x_kabel: 'Beviljad kabel' })
    await aCase.move(people.lena, kase, 'revokeConsent', 'Det blev fel kabel här.')
    expect(field(await bodyOf(eva, kase), 'x_kabel')).toEqual({ value: 'Beviljad kabel', source: undefined })
  })

  test('not from another facility, a consent that was taken back, or a block', async () => {
    const facility = nowhere()
    const revoked = await approved(await sent('BE06', { anl_id: facility }), { x_kabel: 'Återtagen' })
    await aCase.move(people.lena, revoked, 'revokeConsent', 'Det blev fel kabel här.')
    expect(field(await bodyOf(eva, await sent('BE06', { anl_id: facility })), 'x_kabel').value).toBe('')
    expect(field(await bodyOf(eva, await sent('BE06')), 'x_kabel').value).toBe('')
    const other = nowhere()
    await approved(await sent('BE06', { anl_id: other }), { x_kabel: 'N1XE 4G16' })
    const many = await sent('BE06', { anl_id: other })
    await db.owner('cases').where({ id: many.id }).update({ facility_count: 2 })
    expect(field(await bodyOf(eva, many), 'x_kabel').value).toBe('')
  })
})

describe('other cases at the same place', () => {
  const listed = (body: string) => /id="neighbours".*?<\/details>/s.exec(body)?.[0] ?? ''

  test('are told of to the owner: by facility, meter and address, across companies, those under way first', async () => {
    const [facility, meter, street] = [nowhere(), `M-${newKey()}`, `Gatan ${newKey()}`]
    const byFacility = await sent('BE06', { anl_id: facility }, people.mira)
    const byMeter = await sent('BE06', { matarnummer: meter })
    const byAddress = await approved(await sent('BE06', { anl_adress: street }), {})
    const closed = await sent('BE06', { anl_id: facility })
    await aCase.move(people.eva, closed, 'cancel', 'Kunden har ångrat sig.')
    const draft = await asActor(people.amir, async (tx) => {
      const kase = await aCase(people.amir, 'BE06')
      return perform(tx, people.amir, kase.ref, 'save', { notice: { ...kase.notice, anl_id: facility } })
    })
    const kase = await sent('BE06', { anl_id: facility, matarnummer: meter, anl_adress: street })
    const body = listed(await bodyOf(eva, kase))
    expect(body).toContain('3 pågående ärenden på samma plats')
    const order = [byFacility, byMeter, byAddress, closed].map(({ ref }) => body.indexOf(`/cases/${ref}`))
    expect(order.every((at) => at > 0)).toBe(true)
    expect(Math.max(...order.slice(0, 3))).toBeLessThan(order[3]!)
    for (const words of ['samma anläggnings-ID', 'samma mätare', 'samma adress', 'Solklart Installation AB'])
      expect(body).toContain(words)
    expect(body).not.toContain(draft.number)
    expect(body).not.toContain(`/cases/${kase.ref}"`)
    // Neither company is told of the other's, nor its own people in this way.
    for (const who of [amir, mira]) {
      for (const { ref } of [kase, byFacility])
        expect((await who.get(`/cases/${ref}`)).body).not.toContain('neighbours')
    }
    expect(await bodyOf(amir, kase)).not.toContain(byFacility.number)
  })

  test('that ended long ago are not, and a place of its own says nothing', async () => {
    const facility = nowhere()
    const old = await sent('BE06', { anl_id: facility })
    await aCase.move(people.eva, old, 'cancel', 'Kunden har ångrat sig.')
    const kase = await sent('BE06', { anl_id: facility })
    expect(listed(await bodyOf(eva, kase))).toContain('1 tidigare ärende på samma plats')
    await db
      .owner('cases')
      .where({ id: old.id })
      .update({ last_event_at: new Date(Date.now() - 400 * 86_400_000) })
    expect(listed(await bodyOf(eva, kase))).toBe('')
  })

  test('of a returned case go by what was sent, not by what its installer is writing', async () => {
    const facility = nowhere()
    await sent('BE06', { anl_id: facility }, people.mira)
    const kase = await aCase.reject(people.eva, await sent('BE06'))
    await asActor(people.amir, (tx) =>
      perform(tx, people.amir, kase.ref, 'save', { notice: { ...kase.notice, anl_id: facility } }),
    )
    expect(listed(await bodyOf(eva, kase))).toBe('')
    await asActor(people.amir, async (tx) => perform(tx, people.amir, kase.ref, 'resubmit'))
    expect(listed(await bodyOf(eva, kase))).toContain('1 pågående ärende på samma plats')
  })

  test('are found by an index each, however many cases there are', async () => {
    await multiply(db, await sent('NY01'), 500, {
      facility_id: 'n::text',
      meter_number: 'n::text',
      address: `'Gatan ' || n`,
    })
    await db.owner.raw('analyze cases')
    for (const [column, index] of [
      ['facility_id', 'cases_facility'],
      ['meter_number', 'cases_meter'],
      ['address', 'cases_address'],
    ] as const) {
      const { rows } = await asActor(people.eva, async (tx) => {
        await tx.raw('set local enable_seqscan = off')
        return tx.raw<{ rows: { 'QUERY PLAN': string }[] }>(
          `explain select id from cases where owner_id = ? and ${column} = ? limit 100`,
          [people.eva.ownerId, 'x'],
        )
      })
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(new RegExp(`${index}.*${column} = `, 's'))
    }
  })
})

describe('what changed since last time', () => {
  test('is marked at each field, old before new, with a summary that leads there; for the owner alone', async () => {
    const kase = await aCase.reject(people.eva, await sent('NY01', { fastighet: 'Berget 1:23' }))
    await asActor(people.amir, (tx) =>
      perform(tx, people.amir, kase.ref, 'resubmit', { notice: { ...kase.notice, fastighet: 'Berget 1:24' } }),
    )
    const body = await bodyOf(eva, kase)
    const summary = /id="changed".*?<\/section>/s.exec(body)![0]
    expect(summary).toContain('href="#read-fastighet"')
    expect(body).toMatch(
      /id="read-fastighet"[^>]*>\s*<dt>Fastighetsbeteckning<\/dt>\s*<dd><del>.*?Berget 1:23<\/del>.*?Berget 1:24/s,
    )
    // Every way of the summary leads somewhere.
    for (const [, id] of summary.matchAll(/href="#([^"]+)"/g)) expect(body).toContain(`id="${id!}"`)
    expect(body.match(/has-changed/g)).toHaveLength((summary.match(/href="#read-/g) ?? []).length)
    expect(await bodyOf(amir, kase)).not.toContain('has-changed')
    // On paper the case is as it is, not as it was.
    expect((await eva.get(`/cases/${kase.ref}/print`)).body).not.toMatch(/has-changed|Berget 1:23/)
  })

  test('of the rows of a block in the cell it stands in', async () => {
    const kase = await aCase.reject(people.eva, await sent('NY04'))
    const rows = rowsOf(kase.notice['rader'] ?? []).map((row, index) =>
      index === 1 ? { ...row, lgh_nr: '1902' } : row,
    )
    await asActor(people.amir, (tx) =>
      perform(tx, people.amir, kase.ref, 'resubmit', { notice: { ...kase.notice, rader: rows } }),
    )
    const body = await bodyOf(eva, kase)
    expect(body).toContain('href="#read-rader.1.lgh_nr"')
    expect(body).toMatch(/<td class="has-changed" id="read-rader\.1\.lgh_nr"[^>]*><del>.*?1002<\/del> <span>1902/)
  })

  test('is nothing in a first round, and what was new in an earlier one is not new again', async () => {
    expect(await bodyOf(eva, await sent('NY01'))).not.toContain('has-changed')
    const kase = await aCase.reject(people.eva, await sent('NY01', { fastighet: 'Berget 1:23' }))
    const second = await asActor(people.amir, (tx) =>
      perform(tx, people.amir, kase.ref, 'resubmit', { notice: { ...kase.notice, fastighet: 'Berget 1:24' } }),
    )
    await aCase.move(people.amir, await aCase.reject(people.eva, second), 'resubmit')
    expect(await bodyOf(eva, kase)).not.toMatch(/id="read-fastighet"/)
  })
})

describe('a decision on a case that has moved on', () => {
  test('says what has happened and by whom, keeps what was typed, and can be made again at once', async () => {
    const kase = await sent('NY01')
    const fields = hidden(await bodyOf(eva, kase))
    await johan.post(`/cases/${kase.ref}/assign`, { ...hidden(await bodyOf(johan, kase)), _key: newKey() })
    const late = await eva.post(`/cases/${kase.ref}/reject`, {
      ...fields,
      codes: ['BIL', 'KOMP'],
      attachments: 'SIT',
      comment: 'Situationsplanen går inte att läsa.',
      _key: newKey(),
    })
    expect(late.status).toBe(409)
    expect(late.body).toContain('Ärendet har redan ändrats')
    expect(late.body).toMatch(/Det här har hänt sedan dess:.*?Handläggare: Johan Ek, Johan Ek/s)
    expect(late.body).toMatch(/<details class="reject" open/)
    expect(late.body).toMatch(/Situationsplanen går inte att läsa\.<\/textarea>/)
    expect(late.body).toMatch(/value="KOMP" checked/)
    expect(late.body).toMatch(/value="SIT" checked/)
    const again = await eva.post(`/cases/${kase.ref}/reject`, {
      ...hidden(late.body),
      codes: ['BIL', 'KOMP'],
      comment: 'Situationsplanen går inte att läsa.',
    })
    expect(again.status).toBe(303)
    expect(await stored(kase)).toMatchObject({ status: 'notice_rejected' })
  })

  test('that can no longer be made shows what was typed, to be copied', async () => {
    const kase = await sent('NY01')
    const fields = hidden(await bodyOf(eva, kase))
    await aCase.approve(people.johan, kase)
    const late = await eva.post(`/cases/${kase.ref}/reject`, {
      ...fields,
      codes: 'BIL',
      comment: 'Situationsplanen går inte att läsa.',
      _key: newKey(),
    })
    expect(late.status).toBe(409)
    expect(late.body).toContain('Föranmälan godkänd, Johan Ek')
    expect(late.body).toMatch(/Det här hade du skrivit:.*Situationsplanen går inte att läsa\./s)
  })

  test('on a page of its own comes back there, with the text', async () => {
    const kase = await sent('NY01')
    const page = await eva.get(`/cases/${kase.ref}/cancel`)
    await aCase.reject(people.johan, kase)
    const late = await eva.post(`/cases/${kase.ref}/cancel`, {
      ...hidden(page.body),
      comment: 'Kunden har ångrat sig.',
    })
    expect(late.status).toBe(409)
    expect(late.body).toContain('Föranmälan avvisad, Johan Ek')
    expect(late.body).toMatch(/name="comment"[^>]*>\s*Kunden har ångrat sig\.<\/textarea>/)
    expect(
      (await eva.post(`/cases/${kase.ref}/cancel`, { ...hidden(late.body), comment: 'Kunden har ångrat sig.' })).status,
    ).toBe(303)
  })

  test('is told what stops it before anyone presses', async () => {
    const kase = await sent('NY01')
    await db.owner('cases').where({ id: kase.id }).update({ invoicing: 'quote_sent' })
    const body = await bodyOf(eva, kase)
    expect(body).toMatch(/<button class="button primary" form="approve" disabled/)
    expect(body).toContain('Offerten är inte besvarad.')
    // Unless the owner allows it (docs/domain.md T08).
    await db.owner('owners').where({ id: kase.owner_id }).update({ quote_may_wait: true })
    expect(await bodyOf(eva, kase)).toMatch(/<button class="button primary" form="approve">/)
    await db.owner('owners').where({ id: kase.owner_id }).update({ quote_may_wait: false })
  })
})

describe('an attachment beside the case', () => {
  const asIs = (headers: Headers) => headers.get('content-security-policy') ?? ''

  test('is shown with the way to the next; a case without it is as before', async () => {
    const kase = await sent('NY01')
    const [file] = (await db.owner('attachments').where({ case_id: kase.id }).pluck('id')) as number[]
    for (const who of [eva, amir]) {
      const page = await who.get(`/cases/${kase.ref}?file=${file}`)
      expect(page.body).toMatch(new RegExp(`<object[^>]*data="/cases/${kase.ref}/attachments/${file}\\?show=1"`))
      expect(asIs(page.headers)).toContain("object-src 'self';frame-src 'self'")
    }
    for (const odd of ['', '?file=', '?file=999999', '?file=x', '?file=1&file=2'])
      expect((await eva.get(`/cases/${kase.ref}${odd}`)).body).toMatch(/<section class="viewer"[^>]* hidden>/)
    const foreign = await sent('NY01')
    expect((await eva.get(`/cases/${foreign.ref}?file=${file}`)).body).toMatch(/<section class="viewer"[^>]* hidden>/)
  })

  test('may be held by our own pages and nobody else’s; other pages hold nothing, a download is held by none', async () => {
    const kase = await sent('NY01')
    const [file] = (await db.owner('attachments').where({ case_id: kase.id }).pluck('id')) as number[]
    const shown = await eva.get(`/cases/${kase.ref}/attachments/${file}?show=1`)
    expect(asIs(shown.headers)).toContain("frame-ancestors 'self'")
    expect(asIs(shown.headers)).toContain("default-src 'none'")
    expect(shown.headers.get('x-frame-options')).toBe('SAMEORIGIN')
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff')
    const saved = await eva.get(`/cases/${kase.ref}/attachments/${file}`)
    expect(asIs(saved.headers)).toContain("frame-ancestors 'none'")
    expect(saved.headers.get('x-frame-options')).toBe('DENY')
    const page = await eva.get(`/cases/${kase.ref}`)
    expect(asIs(page.headers)).toContain("frame-ancestors 'none'")
    expect(asIs((await eva.get('/cases')).headers)).not.toMatch(/object-src|frame-src/)
  })
})
