import { beforeAll, expect, test } from 'vitest'
import { FACILITY, ORDERER } from '../support/notices.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

const connection = '/cases/NEL-2027-000001'
const disconnection = '/cases/NEL-2027-000002'

test('S4: a temporary connection, and its disconnection by a copy', async () => {
  const amir = await Person.arrives(stage, 'amir.haddad')
  const eva = await Person.arrives(stage, 'eva.nordin')

  // A building site for a year and more is too long; to December it is not.
  await amir.begins('Tillfällig anläggning', 'TI01', { postcode: '123 45', reference: 'Bygge 12' })
  const { anl_id: _, ...place } = FACILITY
  await amir.fills({
    ...ORDERER,
    ...place,
    fastighet: 'Berget 1:23',
    anl_typ: 'annat',
    sakr_ny: '35',
    fas_ny: '3',
    mat_placering: 'byggskap',
    till_andamal: 'byggstrom',
    byggskap_agare: 'eget',
    till_start: '2027-02-22',
    till_slut: '2028-03-01',
    fardigdatum: '2027-02-19',
    intygande: true,
  })
  await amir.presses('Granska och skicka')
  await amir.sees('högst 12 månader')
  await amir.fills({ till_slut: '2027-12-20' })
  await amir.sends('Skicka föranmälan')
  await amir.sees('Skickat till Norrådalens Elnät AB. Svar senast 2027-02-15, inom 10 vardagar.')

  await eva.goes(connection)
  await eva.presses('Ta ärende')
  await eva.fills({ x_anl_id: '735 999 000 100 000 012', x_anslutningspunkt: 'KS-7' })
  await eva.presses('Godkänn')
  itIs('2027-02-19')
  await amir.goes(`${connection}/edit`)
  await amir.presses('Kopiera från beställare…')
  await amir.fills({
    y_utfort: '2027-02-19',
    y_klar_matare: '2027-02-26',
    y_klar_tillk: '2027-02-26',
    y_kontakt: 'Tolvan Tolvansson',
    y_telefon: '070-174 06 20',
    y_sakr: '35',
    y_avvikelse: 'nej',
    y_egenkontroll: true,
  })
  await amir.sends('Skicka färdiganmälan')
  await eva.goes(connection)
  await eva.presses('Godkänn färdiganmälan')
  expect(await eva.status()).toContain('Arkiverad av näthandläggare')

  // December: the archived case is copied to its disconnection. What was said of the place comes along, no dates do.
  itIs('2027-12-06')
  await amir.goes(connection)
  await amir.presses('Kopiera anmälan')
  await amir.page.locator('label', { hasText: 'TI02' }).first().click()
  await amir.presses('Skapa anmälan')
  await amir.sees('2027-000002')
  await amir.sees('Kopierad från NEL-2027-000001')
  const value = (name: string) => amir.page.locator(`[name="${name}"]`).first().inputValue()
  expect(await value('best_namn')).toBe('Tolvan Tolvansson')
  expect(await value('anl_adress')).toBe('Kvarnvägen 12')
  expect(await value('till_arende')).toBe('NEL-2027-000001')
  expect([await value('frankoppling_datum'), await value('fardigdatum')]).toEqual(['', ''])
  expect(await amir.page.locator('[name=intygande]').isChecked()).toBe(false)
  // 'Önskad mätarsäkring 35 A' has no place there, and that is said.
  await amir.sees('Följde inte med')
  expect(await amir.page.locator('.lost').innerText()).toContain('35 A')
  await amir.fills({
    anl_id: '735 999 000 100 000 012',
    matarnummer: 'MT-48211',
    frankoppling_datum: '2027-12-20',
    fardigdatum: '2027-12-20',
    intygande: true,
  })
  await amir.sends('Skicka föranmälan')
  // Linked both ways, and told in both logs.
  for (const [at, other, told] of [
    [connection, '2027-000002', 'Kopierad till NEL-2027-000002'],
    [disconnection, '2027-000001', 'Kopierad från NEL-2027-000001'],
  ] as const) {
    await amir.goes(at)
    expect(await amir.page.locator('.people').innerText()).toContain(other)
    await amir.goes(`${at}/log`)
    await amir.sees(told)
  }

  // Approval only: no completion is asked for, and none is shown.
  await eva.goes(disconnection)
  await eva.presses('Ta ärende')
  expect(await eva.page.locator('.track').innerText()).not.toContain('Färdiganmälan')
  await eva.presses('Godkänn och arkivera')
  expect(await eva.status()).toContain('Arkiverad av näthandläggare')
  expect(await eva.page.locator('#completion').count()).toBe(0)

  // Finally archived, it cannot be copied any more: no button, and the address says why.
  await eva.goes(connection)
  if ((await eva.page.getByRole('link', { name: 'Slutarkivera' }).count()) > 0) await eva.presses('Slutarkivera')
  await eva.page.locator('form.ask').getByRole('button', { name: 'Slutarkivera' }).click()
  await eva.sees('Slutarkiverat')
  await amir.goes(connection)
  expect(await amir.page.getByRole('link', { name: 'Kopiera anmälan' }).count()).toBe(0)
  await amir.goes('/cases/new?copy=NEL-2027-000001')
  await amir.sees('Ett slutarkiverat ärende kan inte kopieras.')
  await amir.leaves()
  await eva.leaves()
})
