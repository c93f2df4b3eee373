import { beforeAll, expect, test } from 'vitest'
import { pdf } from '../support/files.ts'
import { itIs, lettersTo, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

const notice = {
  best_typ: 'privat',
  best_id: '19121212-1212',
  best_namn: 'Tolvan Tolvansson',
  best_adress: 'Gamla vägen 1',
  best_postnr: '123 45',
  best_ort: 'Norrådal',
  best_telefon: '070-174 06 20',
  best_epost: 'tolvan@kund.example',
  best_ar_fastighetsagare: 'ja',
  anl_typ: 'villa',
  anl_adress: 'Bergsvägen 3',
  anl_postnr: '123 45',
  anl_ort: 'Norrådal',
  fastighet: 'Berget 1:23',
  servis_langd_tomt: '',
  sakr_ny: '25',
  fas_ny: '3',
  arsforbr: '18 000',
  uppvarmning: 'bergvarme',
  mat_placering: 'fasad',
  fardigdatum: '2027-04-15',
  intygande: true,
}

const ref = '/cases/NEL-2027-000001'

test('S1: a new villa, from Nytt ärende to Slutarkiverat (flow F)', async () => {
  const amir = await Person.arrives(stage, 'amir.haddad')
  const eva = await Person.arrives(stage, 'eva.nordin')

  // Amir begins; the area is told by the postnummer, the owner's words stand in white on red.
  await amir.begins('Ny anläggning', 'Ny servis, högst 63 A', { postcode: '123 45', reference: 'Order 4471' })
  await amir.sees('2027-000001')
  await amir.sees('Sedan 1 januari ska värmepump, laddbox och batteri alltid föranmälas hos oss.')
  const banner = `getComputedStyle(document.querySelector('.information')).color`
  expect(await amir.page.evaluate(banner)).toBe('rgb(255, 255, 255)')
  expect(await amir.page.locator('.required').count()).toBeGreaterThan(10)

  // A draft asks for nothing.
  await amir.fills({ best_namn: 'Tolvan Tolvansson' })
  await amir.presses('Spara')
  expect(await amir.status()).toContain('Ej skickat')
  await amir.sees('Sparat')
  await amir.sees('NRD')
  await eva.goes('/cases')
  await eva.doesNotSee('2027-000001')
  expect((await eva.goes(ref))?.status()).toBe(404)

  // Sending asks for all of it, and changes nothing while something lacks.
  await amir.presses('Fyll i föranmälan')
  await amir.sends('Skicka föranmälan')
  await amir.sees('Rätta')
  await amir.page.locator('a[href="#best_adress"]').first().click()
  expect(await amir.page.evaluate('document.activeElement.id')).toContain('best_adress')
  await amir.sees('Bifoga')
  const { servis_langd_tomt: _, ...answers } = notice
  await amir.fills(answers)
  await amir.attaches('SIT', 'situationsplan Berget 1:23 åäö.pdf'.replace(':', '-'), 'application/pdf', pdf)
  await amir.sends('Skicka föranmälan')
  expect(await amir.status()).toContain('För godkännande')

  // Now it is Eva's. She takes it and gives the network data.
  await eva.goes('/inbox')
  await eva.sees('2027-000001')
  await eva.presses('NEL-2027-000001')
  await eva.presses('Ta ärende')
  await eva.sees('För godkännande')
  await eva.sees('(Eva Nordin)')
  await eva.sees('1912-12-12'.replaceAll('-', ''))
  await eva.sees('situationsplan Berget 1-23 åäö.pdf')
  await amir.goes(ref)
  await amir.sees('(Eva Nordin)')
  await eva.fills({
    x_anl_id: '735 999 000 100 000 012',
    x_matarsakring: '25',
    x_anslutningspunkt: 'KS-1042',
    x_ik3_max: '4,2',
    x_ik1_min: '620',
  })
  await eva.presses('Godkänn')
  expect(await eva.status()).toContain('Installationsmedgivande')
  await eva.presses('Ny arbetsorder')
  await eva.fills({ kind: 'mount', planned_on: '2027-04-12' })
  await eva.presses('Skapa arbetsorder')
  expect(await eva.symbols()).toContain('Arbetsorder skapad')

  // M01 to Amir, and to nobody else; the case in his inbox until he has opened it.
  const [consent] = await lettersTo(stage.office, 'amir.haddad@bergstroms-elservice.example', 1)
  expect(consent!.subject).toMatch(/^\[Norrådalens Elnät\] Ärende NEL-2027-000001: /)
  expect(consent!.text).toContain(`${stage.address}${ref}`)
  expect(consent!.text).not.toContain('19121212')
  expect(stage.office.letters).toHaveLength(1)
  await amir.goes('/inbox')
  await amir.sees('2027-000001')
  await amir.presses('NEL-2027-000001')
  await amir.sees('KS-1042')
  await amir.sees('735 999 000 100 000 012')
  await amir.goes('/inbox')
  await amir.doesNotSee('2027-000001')

  // Thursday before Easter: five vardagar from now is Monday 5 April.
  itIs('2027-03-25')
  await amir.goes(ref)
  await amir.presses('Fyll i färdiganmälan')
  await amir.presses('Kopiera från beställare…')
  expect(await amir.page.locator('[name=y_slutkund_namn]').inputValue()).toBe('Tolvan Tolvansson')
  const completion = {
    y_utfort: '2027-03-25',
    y_klar_tillk: '2027-04-05',
    y_kontakt: 'Tolvan Tolvansson',
    y_telefon: '070-174 06 20',
    y_sakr: '25',
    y_avvikelse: 'nej',
    y_egenkontroll: true,
  }
  await amir.fills({ ...completion, y_klar_matare: '2027-04-02' })
  await amir.presses('Granska och skicka')
  await amir.sees('Nätbolaget behöver 5 vardagar och kan tidigast komma 2027-04-05.')
  // A warning that has no tick sends nothing.
  await amir.presses('Skicka färdiganmälan')
  await amir.sees('Inget är skickat än')
  await amir.presses('Tillbaka till formuläret')
  await amir.fills({ y_klar_matare: '2027-04-05' })
  await amir.sends('Skicka färdiganmälan')
  expect(await amir.status()).toContain('Färdiganmälan')

  // Eva approves: archived by her, the order released, M04 sent.
  await eva.goes('/inbox')
  await eva.presses('NEL-2027-000001')
  await eva.presses('Godkänn färdiganmälan')
  expect(await eva.status()).toContain('Arkiverad av näthandläggare')
  const symbols = await eva.symbols()
  expect(symbols).toContain('Arbetsorder frisläppt')
  expect(symbols).toContain('Färdigbehandlad, väntar på slutarkivering')
  const [, approved] = await lettersTo(stage.office, 'amir.haddad@bergstroms-elservice.example', 2)
  expect(approved!.subject).toContain('2027-000001')

  // Nothing may be open when it is archived for good.
  await eva.sees('Arbetsordern är inte avrapporterad.')
  await eva.presses('Montera mätare')
  await eva.presses('Rapportera åt montören')
  await eva.fills({ outcome: 'done', meter_number: 'MT-99120', meter_reading: '3' })
  await eva.presses('Skicka rapporten')
  await eva.goes(ref)
  expect(await eva.symbols()).toContain('Arbetsorder är avrapporterad')
  await eva.fills({ customer_service: 'registered', invoicing: 'paid' })
  await eva.page.locator('.marks button').click()
  await eva.presses('Slutarkivera')
  await eva.presses('Slutarkivera')
  expect(await eva.status()).toBe('Arkiverad')
  await amir.goes('/archive')
  await amir.presses('NEL-2027-000001')
  expect(await amir.status()).toBe('Arkiverad')
  await amir.doesNotSee('Kopiera anmälan')
  await amir.doesNotSee(/Fyll i (för|färdig)anmälan|Rätta/)

  // The log has every step.
  await amir.presses('Aktivitetslogg')
  for (const step of [
    'Ärendet skapat',
    'Föranmälan skickad',
    'Handläggare: Eva Nordin',
    'Föranmälan godkänd',
    'Färdiganmälan skickad',
    'Färdiganmälan godkänd',
    'Symboler ändrade',
    'Slutarkiverat',
  ]) {
    await amir.sees(step)
  }
  await amir.leaves()
  await eva.leaves()
})
