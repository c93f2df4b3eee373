import { beforeAll, expect, test } from 'vitest'
import { pdf } from '../support/files.ts'
import { ORDERER } from '../support/notices.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

const ref = '/cases/NEL-2027-000001'

test('S6: solar and battery behind 25 A, with the symbols of the owner’s own work', async () => {
  const mira = await Person.arrives(stage, 'mira.dahl')
  const johan = await Person.arrives(stage, 'johan.ek')

  await mira.begins('Produktion', 'PR01', { postcode: '123 45' })
  await mira.fills({
    ...ORDERER,
    anl_id: '735 999 000 100 000 036',
    anl_typ: 'villa',
    anl_adress: 'Kvarnvägen 12',
    anl_postnr: '123 45',
    anl_ort: 'Norrådal',
    fastighet: 'Berget 1:23',
    sakr_bef: '25',
    mat_placering: 'fasad',
    prod_slag: 'sol',
    prod_modul_kwp: '22',
    'vr.0.vr_fabrikat': 'Solverket',
    'vr.0.vr_modell': 'SV-20',
    'vr.0.vr_antal': '1',
    'vr.0.vr_effekt': '20',
    'vr.0.vr_fas': '3',
    prod_max: '20',
    prod_standard: 'en50549_1',
    prod_skydd_alp: 'ja',
    prod_brytare: 'ja',
    prod_brytare_plats: 'matarskap',
    prod_odrift: 'nej',
    lag_kapacitet: '10',
    lag_effekt_ut: '5',
    lag_effekt_in: '5',
    lag_koppling: 'ac',
    lag_inmatning: 'ja',
    lag_fabrikat: 'Lagra 10',
    lag_plats: 'Garaget',
    fardigdatum: '2027-03-15',
    intygande: true,
  })
  await mira.attaches('DAT', 'datablad.pdf', 'application/pdf', pdf)
  await mira.attaches('ALP', 'alp.pdf', 'application/pdf', pdf)

  // 20 kW does not go through 25 A; 17 kW does, but not with the battery's five beside it, unless something limits them.
  await mira.presses('Granska och skicka')
  await mira.sees('Effekten är större än säkringens 17,32 kW.')
  await mira.fills({ prod_max: '17' })
  await mira.presses('Granska och skicka')
  await mira.sees('Produktion och lager ger tillsammans 22 kW, mer än säkringens 17,32 kW.')
  await expect.poll(() => mira.page.locator('output#prod_rfg').innerText()).toBe('A')
  await mira.fills({ lag_inmatning: 'begransad', lag_grans: '17' })

  // Four kilowatts on one phase is not forbidden, but told and ticked.
  await mira.fills({ 'vr.0.vr_fas': '1' })
  await mira.presses('Granska och skicka')
  await mira.page.waitForURL('**/review')
  await mira.sees('Mer än 3 kW på en fas')
  await mira.presses('Tillbaka till formuläret')
  await mira.fills({ 'vr.0.vr_fas': '3' })
  await mira.presses('Granska och skicka')
  await mira.page.waitForURL('**/review')
  await mira.doesNotSee('Mer än 3 kW på en fas')
  await mira.sees('Solverket')
  await mira.sees('alp.pdf')
  await mira.presses('Skicka föranmälan')
  expect(await mira.status()).toContain('För godkännande')

  // Johan sends it to planning and back; each state is a symbol of its own, which Mira sees too.
  await johan.goes(ref)
  await johan.presses('Ta ärende')
  for (const [state, words] of [
    ['requested', 'Till beredning'],
    ['ongoing', 'Beredning pågår'],
    ['done', 'Färdig från beredning'],
  ] as const) {
    await marks(johan, { preparation: state })
    expect(await johan.symbols()).toContain(words)
  }
  await marks(johan, { invoicing: 'not_billable' })
  await johan.presses('Ny arbetsorder')
  await johan.fills({ kind: 'swap' })
  await johan.presses('Skapa arbetsorder')
  await johan.fills({ x_anl_id_inm: '735 999 000 100 000 111', x_max_inmatning: '17', x_anslutningspunkt: 'KS-9' })
  await johan.presses('Godkänn')
  expect(await johan.status()).toContain('Installationsmedgivande')
  await mira.goes(ref)
  const seen = await mira.symbols()
  for (const words of ['Färdig från beredning', 'Nätbolaget fakturerar inte detta arbete', 'Arbetsorder skapad'])
    expect(seen).toContain(words)

  // The work is done: serial number, test run, the sign.
  itIs('2027-03-15')
  await mira.goes(`${ref}/edit`)
  await mira.presses('Kopiera från beställare…')
  await mira.fills({
    y_utfort: '2027-03-15',
    y_klar_matare: '2027-03-22',
    y_kontakt: 'Tolvan Tolvansson',
    y_telefon: '070-174 06 20',
    y_sakr: '25',
    y_vr_serienr: 'SV20-000123',
    y_prod_test: true,
    y_skydd_installt: true,
    y_avvikelse: 'nej',
    y_egenkontroll: true,
  })
  await mira.presses('Granska och skicka')
  await mira.sees('Varselmärkning finns: Fyll i det här.')
  await mira.fills({ prod_skylt: true })
  await mira.sends('Skicka färdiganmälan')
  await johan.goes(ref)
  await johan.presses('Godkänn färdiganmälan')
  expect(await johan.symbols()).toContain('Arbetsorder frisläppt')
  for (const state of ['requested', 'done', 'registered']) await marks(johan, { customer_service: state })
  await johan.goes('/cases/NEL-2027-000001/log?what=marks')
  await johan.page.locator('.timeline-changes summary').first().click()
  await johan.sees('Kund/anläggning registrerad i KIS')

  // 46 kW is not micro: the right type is offered.
  itIs('2027-03-16')
  await mira.begins('Produktion', 'PR01', { postcode: '123 45' })
  await mira.fills({ prod_slag: 'sol', prod_max: '46', sakr_bef: '63' })
  await mira.presses('Granska och skicka')
  await mira.sees('Mikroproduktion är högst 43,5 kW')
  await mira.presses('Kopiera till PR02')
  await mira.sees('Kopiera NEL-2027-000002')
  await mira.leaves()
  await johan.leaves()
})

async function marks(who: Person, states: Record<string, string>): Promise<void> {
  const panel = who.page.locator('details.marks')
  await panel.locator('summary').click()
  for (const [name, state] of Object.entries(states)) await panel.locator(`[name=${name}]`).selectOption(state)
  await who.presses('Spara symboler')
  await who.sees('Symbolerna är ändrade.')
}
