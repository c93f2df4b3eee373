import { beforeAll, expect, test } from 'vitest'
import { endHolds } from '../../src/cases/workflow/endHolds.ts'
import { seedRegister } from '../facilities/register.ts'
import { FACILITY, ORDERER } from '../support/notices.ts'
import { itIs, lettersTo, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
  await seedRegister(stage.db)
  // The one of the story, beside them.
  const { facility_id: _, ...like } = (await stage.db.owner('facilities').first())!
  const its = { facility_id: `${START}000097`, meter_number: 'MT-00097', technical_number: 'T-97' }
  await stage.db.owner('facilities').insert({ ...like, ...its, address: 'Kvarnvägen 12', city: 'Norrådal', fuse: 16 })
})

const ref = '/cases/NEL-2027-000001'
const START = '735999000200'
const mailOf = (name: string) => `${name}@bergstroms-elservice.example`

test('S10: a charger, with notes, a hold, a colleague, the log and the print', async () => {
  const amir = await Person.arrives(stage, 'amir.haddad')
  const sofia = await Person.arrives(stage, 'sofia.lindqvist')
  const eva = await Person.arrives(stage, 'eva.nordin')

  // A draft with the address typed. Of an unknown meter nothing comes; of …000097 what the network owner has.
  await amir.begins('Elbilsladdning', 'LA01', { postcode: '123 45' })
  const { anl_id: _, ...place } = FACILITY
  await amir.fills({ anl_adress: 'Kvarnvägen 2', matarnummer: 'MT-00000', tekniskt_nr: 'T-0' })
  await looksUp(amir, 'Mätarnummer', 'MT-99999')
  await amir.sees('Statuskod 200')
  await amir.sees('Ingen träff')
  await amir.page.keyboard.press('Escape')
  expect(await valuesOf(amir, 'anl_adress', 'matarnummer', 'sakr_bef')).toEqual(['Kvarnvägen 2', 'MT-00000', ''])

  // Skriv över = Nej: what is empty is filled, and what tells which facility it is is always written.
  await looksUp(amir, 'Anläggnings-ID', `${START}000097`)
  await amir.sees('Statuskod 100')
  await amir.page.locator('dialog label.segment', { hasText: /^Nej$/ }).click()
  await amir.presses('Uppdatera och Stäng')
  await expect.poll(() => valuesOf(amir, 'anl_id')).toEqual([`${START}000097`])
  expect(await valuesOf(amir, 'matarnummer', 'tekniskt_nr', 'sakr_bef')).toEqual(['MT-00097', 'T-97', '16'])
  expect(await valuesOf(amir, 'anl_adress')).toEqual(['Kvarnvägen 2'])
  // Ja: all of it.
  await looksUp(amir, 'Anläggnings-ID', `${START}000097`)
  await amir.page.locator('dialog label.segment', { hasText: /^Ja$/ }).click()
  await amir.presses('Uppdatera och Stäng')
  await expect.poll(() => valuesOf(amir, 'anl_adress')).toEqual(['Kvarnvägen 12'])

  // 22 kW at 16 A without balancing: sent all the same, with open eyes.
  await amir.fills({
    ...ORDERER,
    ...place,
    sakr_bef: '16',
    ladd_antal: '1',
    ladd_effekt: '22',
    ladd_typ: 'ac',
    ladd_lastbalans: 'nej',
    fardigdatum: '2027-03-15',
    intygande: true,
  })
  await amir.presses('Granska och skicka')
  await amir.page.waitForURL('**/review')
  await amir.sees('Laddningen tar 22 kW, mer än säkringens 11,09 kW.')
  await amir.sees('Kopiera till BE03')
  await amir.sees('Uppgifterna passar jobbtypen BE03 Uppsäkring över intervall')
  await amir.presses('Skicka föranmälan')
  await amir.sees('Inget är skickat än')
  await amir.page.locator('[name=accept][value=V05]').check()
  await amir.presses('Skicka föranmälan')
  await amir.sees('Skickat till Norrådalens Elnät AB. Svar senast 2027-02-15, inom 10 vardagar.')

  // One note for the company, one for both; Eva's own stays hers.
  await writes(amir, 'Ring kund', 'Ring kunden om tillträde, nyckel 42.', 'internal')
  await writes(amir, 'Mätarskåp', 'Skåpet sitter på norra gaveln.', 'shared')
  await eva.goes('/cases?group=none')
  expect(await eva.page.locator('.symbols').first().innerText()).toContain('en notering som du inte har läst')
  await eva.goes(ref)
  await eva.sees('Skåpet sitter på norra gaveln.')
  await eva.doesNotSee('nyckel 42')
  expect(await eva.page.locator('.note .is-new').count()).toBe(1)
  await eva.goes(ref)
  expect(await eva.page.locator('.note .is-new').count()).toBe(0)
  expect(await eva.symbols()).not.toContain('inte har läst')
  await writes(eva, 'Station 12', 'Kolla lasten på station 12.', 'internal')
  await writes(eva, 'Serienummer', 'Skriv laddboxens serienummer, kund 191212121212.', 'shared')

  // M11 tells Amir of the shared note and of no other, without the personal number.
  const [note] = await lettersTo(stage.office, mailOf('amir.haddad'), 1)
  expect(note!.subject).toContain('Ny notering')
  expect(note!.text).toContain('Skriv laddboxens serienummer')
  expect(note!.text).not.toContain('191212121212')
  expect(note!.text).not.toContain('station 12')
  await amir.goes(ref)
  await amir.sees('Skriv laddboxens serienummer')
  await amir.doesNotSee('station 12')
  expect(await amir.symbols()).toContain('en notering som du inte har läst')

  // Held for the grid: the clock stands, nothing can be approved, and on the day it ends by itself.
  await eva.goes(ref)
  await eva.presses('Ta ärende')
  await eva.presses('Väntläge')
  await eva.fills({ reason: 'grid', until: '2027-03-01' })
  await eva.presses('Spara väntläget')
  expect(await eva.symbols()).toContain('Ärendet är i väntläge: nät till 2027-03-01')
  expect(await eva.page.getByRole('button', { name: 'Godkänn', exact: true }).isDisabled()).toBe(true)
  await eva.sees('Ärendet är i väntläge.')
  await amir.goes(ref)
  expect(await amir.symbols()).toContain('Ärendet är i väntläge: nät till 2027-03-01')
  itIs('2027-03-01')
  expect(await endHolds()).toBe(1)
  // Twenty working days stood still, and are not taken from the owner's ten.
  await eva.goes(ref)
  expect(await stage.db.owner('cases').pluck('due_on')).toEqual(['2027-03-15'])
  expect(await eva.page.getByRole('button', { name: 'Godkänn', exact: true }).isEnabled()).toBe(true)
  await amir.goes(ref)
  expect(await amir.symbols()).not.toContain('väntläge')

  // Sofia finds it under Alla, not under Mina, until it is hers; then the mails are too.
  await sofia.goes('/cases?group=none')
  await sofia.sees('2027-000001')
  await sofia.goes('/cases/mine?group=none')
  await sofia.doesNotSee('2027-000001')
  await amir.goes(ref)
  await amir.presses('Byt ansvarig')
  await amir.page.locator('label', { hasText: 'Sofia Lindqvist' }).click()
  await amir.page.locator('form.ask').getByRole('button', { name: 'Byt ansvarig' }).click()
  await amir.sees('ansvarig Sofia Lindqvist')
  await sofia.goes('/cases/mine?group=none')
  await sofia.sees('2027-000001')
  await sofia.goes(ref)
  expect(await sofia.symbols()).toContain('en notering som du inte har läst')

  // Every list and search that ought to have it does: grouped by status and by job, among the active ones and both.
  await sofia.goes('/cases')
  await sofia.presses('Per status')
  await findsIn(sofia, 'För godkännande')
  await sofia.goes('/cases')
  await sofia.presses('Per jobb')
  await findsIn(sofia, 'Laddbox, småhus')
  for (const [where, found] of [
    ['Aktiva', true],
    ['Arkiverade', false],
    ['Båda', true],
  ] as const) {
    await sofia.goes('/search')
    await sofia.page.locator('[name=q]').last().fill('MT-00097')
    await sofia.page.locator('.search-where label', { hasText: where }).click()
    await sofia.page.locator('.search-form').getByRole('button', { name: 'Sök' }).click()
    await sofia.page.waitForURL('**/search?*')
    if (found) await sofia.sees('2027-000001')
    else await sofia.doesNotSee('2027-000001')
  }

  // On paper: the whole case, no menu, nobody's internal note.
  for (const [who, own, others] of [
    [sofia, 'nyckel 42', 'station 12'],
    [eva, 'station 12', 'nyckel 42'],
  ] as const) {
    await who.goes(ref)
    await who.presses('Utskriftsversion')
    await who.page.waitForURL('**/print')
    for (const part of ['Tolvan Tolvansson', 'Kvarnvägen 12', '22 kW', '2027-03-15']) await who.sees(part)
    await who.sees('Skåpet sitter på norra gaveln.')
    await who.sees('För godkännande')
    await who.doesNotSee(own)
    await who.doesNotSee(others)
    await who.page.emulateMedia({ media: 'print' })
    expect(await who.page.locator('header.top').isVisible()).toBe(false)
    expect(await who.page.locator('.print-tools').isVisible()).toBe(false)
    await who.page.emulateMedia({ media: null })
    await who.goes(`${ref}/log`)
    await who.doesNotSee(others)
    await who.sees('Utskriven')
  }

  // Two tabs approve at the same moment: one does, the other is told; one mail, to Sofia.
  await eva.goes(ref)
  await eva.fills({ x_anslutningspunkt: 'KS-3' })
  const second = await eva.page.context().newPage()
  await second.goto(ref)
  await second.locator('[name=x_anslutningspunkt]').fill('KS-4')
  const tabs = [eva.page, second]
  await Promise.all(tabs.map((tab) => tab.getByRole('button', { name: 'Godkänn', exact: true }).click()))
  const told = await Promise.all(
    tabs.map(async (tab) => {
      const words = () => tab.locator('body').innerText()
      await expect.poll(words).toMatch(/Ärendet har redan ändrats|Föranmälan är godkänd|Ångra/)
      return /Ärendet har redan ändrats/.test(await words())
    }),
  )
  expect(told.filter(Boolean)).toHaveLength(1)
  await eva.goes(ref)
  expect(await eva.status()).toContain('Installationsmedgivande')
  expect(await stage.db.owner('case_events').where({ action: 'approve' }).pluck('actor_name')).toEqual(['Eva Nordin'])
  const [handed, letter] = await lettersTo(stage.office, mailOf('sofia.lindqvist'), 2)
  expect(handed!.subject).toContain('Du är ansvarig')
  expect(handed!.text).toContain('Amir Haddad (installatör, Bergströms Elservice AB)')
  expect(letter!.subject).toContain('Godkänd föranmälan')
  for (const person of [amir, sofia, eva]) await person.leaves()
})

async function writes(who: Person, subject: string, body: string, audience: 'internal' | 'shared'): Promise<void> {
  await who.goes(`${ref}/notes/new`)
  await who.fills({ subject, body, audience })
  await who.presses('Spara notering')
  await who.sees('Noteringen är sparad.')
}

/** Hämta anl-data: the dialog over the form, by one number or the other. */
async function looksUp(who: Person, by: string, number: string): Promise<void> {
  await who.presses('Hämta anl-data')
  await who.page.locator('dialog label.segment', { hasText: by }).click()
  await who.page.locator('[name=_asked]').fill(number)
  await who.page.locator('[data-facility-search]').click()
  await who.page.locator('dialog .facility-code').waitFor()
}

const valuesOf = (who: Person, ...names: string[]) =>
  Promise.all(names.map((name) => who.page.locator(`form#edit [name="${name}"]`).first().inputValue()))

/** The case lies in the group of that name; a large group, and a later one, is opened first. */
async function findsIn(who: Person, title: string): Promise<void> {
  const group = who.page.locator('details.case-group', { has: who.page.locator('h2', { hasText: title }) })
  if ((await group.getAttribute('open')) === null) await group.locator('summary').click()
  await expect.poll(() => group.innerText()).toContain('2027-000001')
}
