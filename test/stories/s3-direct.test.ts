import { beforeAll, expect, test } from 'vitest'
import { FACILITY, ORDERER } from '../support/notices.ts'
import { itIs, lettersTo, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

const ref = '/cases/NEL-2027-000001'
const amirs = 'amir.haddad@bergstroms-elservice.example'

const notice = {
  ...ORDERER,
  ...FACILITY,
  sakr_bef: '25',
  fas_ny: '3',
  intygande: true,
}
const completion = {
  y_utfort: '2027-02-01',
  y_kontakt: 'Tolvan Tolvansson',
  y_telefon: '070-174 06 20',
  y_matarst: '48 211',
  y_matarst_datum: '2027-02-01',
  y_matare_bef: 'MT-48212',
  y_avvikelse: 'nej',
  y_egenkontroll: true,
}

test('S3: direct completion (flow D), rejected once, and the wrong job for a larger fuse', async () => {
  const amir = await Person.arrives(stage, 'amir.haddad')
  const eva = await Person.arrives(stage, 'eva.nordin')

  // The button says what it sends; the bounds of the job hold.
  await amir.begins('Befintlig anläggning', 'Nedsäkring', { postcode: '123 45' })
  await amir.fills(notice)
  await amir.presses('Kopiera från beställare…')
  expect(await amir.page.locator('[name=y_slutkund_namn]').inputValue()).toBe('Tolvan Tolvansson')
  await amir.fills({ ...completion, sakr_ny: '16', y_sakr: '16', y_utfort: '2027-02-02' })
  expect(await amir.page.getByRole('button', { name: 'Skicka föranmälan' }).count()).toBe(0)
  await amir.sends('Skicka färdiganmälan')
  await amir.sees('Datumet kan inte ligga i framtiden')
  await amir.fills({ y_utfort: '2027-02-01', sakr_ny: '25', y_sakr: '25' })
  await amir.sends('Skicka färdiganmälan')
  await amir.sees('Välj en mindre säkring än den befintliga, 25 A.')
  await amir.fills({ sakr_ny: '16', y_sakr: '16' })
  await amir.sends('Skicka färdiganmälan')
  expect(await amir.status()).toContain('Färdiganmälan')
  const statuses = await stage.db
    .owner('case_events')
    .distinct('to_status')
    .whereNotNull('to_status')
    .pluck('to_status')
  expect(statuses.sort()).toEqual(['completed', 'draft'])

  // Eva rejects it; M05 tells why.
  await eva.goes('/inbox')
  await eva.presses('NEL-2027-000001')
  await eva.presses('Ta ärende')
  const rejection = eva.page.locator('details.reject')
  await rejection.locator('summary').first().click()
  await rejection.getByLabel('Annat').check()
  await eva.fills({ comment: 'Mätarnummer stämmer inte' })
  await rejection.getByRole('button', { name: 'Avvisa' }).click()
  expect(await eva.status()).toContain('Avvisad färdiganmälan')
  const [letter] = await lettersTo(stage.office, amirs, 1)
  expect(letter!.subject).toBe('[Norrådalens Elnät] Ärende NEL-2027-000001: Avvisad färdiganmälan')
  expect(letter!.text).toContain('Mätarnummer stämmer inte')

  // Amir corrects the number and sends it again; Eva sees old and new, and approves.
  await amir.goes('/inbox')
  await amir.presses('NEL-2027-000001')
  await amir.presses('Rätta')
  await amir.fills({ y_matare_bef: 'MT-48211', intygande: true })
  await amir.sends('Skicka färdiganmälan')
  expect(await amir.status()).toContain('Färdiganmälan')
  await eva.goes(ref)
  const changed = await eva.page.locator('.changed').innerText()
  expect(changed).toContain('MT-48212')
  expect(changed).toContain('MT-48211')
  await eva.presses('Godkänn färdiganmälan')
  expect(await eva.status()).toContain('Arkiverad av näthandläggare')
  await amir.goes('/archive')
  await amir.sees('2027-000001')
  await lettersTo(stage.office, amirs, 2)

  // 25 to 35 A leaves the interval: BE03 is offered, and takes over what was typed.
  await amir.begins('Befintlig anläggning', 'Säkringsändring inom intervall', { postcode: '123 45' })
  await amir.fills(notice)
  await amir.presses('Kopiera från beställare…')
  await amir.fills({ ...completion, sakr_ny: '35', y_sakr: '35' })
  await amir.sends('Skicka färdiganmälan')
  await amir.sees('Från 25 till 35 A går utanför intervallet')
  await amir.presses('Kopiera till BE03')
  await amir.sees('Kopiera NEL-2027-000002')
  await amir.presses('Skapa anmälan')
  await amir.sees('Uppsäkring över intervall')
  await amir.sees('2027-000003')
  expect(await amir.page.locator('[name=best_namn]').inputValue()).toBe('Tolvan Tolvansson')
  await amir.leaves()
  await eva.leaves()
})
