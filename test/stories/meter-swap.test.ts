import { beforeAll, expect, test } from 'vitest'
import type { OrderRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { jpeg } from '../support/files.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

test('a meter is swapped: what was taken down and what sits there, with readings, constant and a photo of each', async () => {
  const { amir, eva } = actorsOf(stage.db.world)
  const kase = await aCase.complete(amir, await aCase.approve(eva, await aCase.send(amir, await aCase(amir, 'PR01'))))
  const office = await Person.arrives(stage, 'eva.nordin')
  await office.goes(`/cases/${kase.ref}/orders/new`)
  await office.fills({ kind: 'swap', fitter: String(stage.db.world.users['mats.strand']) })
  await office.presses('Skapa arbetsorder')
  await office.presses('Godkänn färdiganmälan')

  const mats = await Person.comes(stage, { width: 390, height: 844 })
  await mats.signsIn('mats.strand', 'nordanvind över fjället 7')
  const { page } = mats
  await page.locator('.order-card').first().tap()
  await page.waitForURL('**/owner/orders/*')
  await mats.sees('Enligt anmälan MT-48211.')
  const send = page.getByRole('button', { name: 'Skicka rapporten' })
  await page.locator('label.segment', { hasText: 'Utfört' }).tap()
  await send.tap()
  for (const lacks of [
    'Skriv den nedtagna mätarens nummer.',
    'Skriv vad den nedtagna mätaren stod på.',
    'Skriv den nya mätarens nummer.',
    'Skriv vad den nya mätaren står på.',
    'Lägg till ett foto av den nedtagna mätaren.',
    'Lägg till ett foto av den nya mätaren.',
  ])
    await mats.sees(lacks)

  const photo = (name: string) => ({ name, mimeType: 'image/jpeg', buffer: jpeg })
  await page.locator('[name=removed_photo]').setInputFiles(photo('gammal.jpg'))
  await mats.fills({
    removed_meter: 'MT-99999',
    removed_reading: '48 211,5',
    removed_constant: '40',
    meter_number: 'MT-99999',
    meter_reading: '0',
  })
  await mats.photographs('meter-swap')
  await send.tap()
  await mats.sees('Den nya mätaren har samma nummer som den nedtagna.')
  await mats.sees('1 foto är sparat.')
  await page.locator('[name=meter_photo]').setInputFiles(photo('ny.jpg'))
  await mats.fills({ meter_number: 'MT-70001' })
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  await send.tap()
  await page.waitForURL('**/owner/orders')
  await mats.sees('Arbetsordern är rapporterad.')

  const [order] = await stage.db.owner<OrderRow>('work_orders').where({ case_id: kase.id })
  expect(order).toMatchObject({
    state: 'reported',
    removed_meter: 'MT-99999',
    removed_reading: 48211.5,
    removed_constant: 40,
    meter_number: 'MT-70001',
    meter_reading: 0,
    meter_constant: null,
  })
  expect([order!.removed_photos.length, order!.meter_photos.length, order!.photos.length]).toEqual([1, 1, 2])

  // The office reads both, and that another meter was taken down than the notice says.
  await office.goes(`/cases/${kase.ref}/orders/${order!.id}`)
  const report = await office.page.locator('.reported').innerText()
  expect(report.replaceAll(/\s+/g, ' ')).toMatch(
    /Nedtagen mätare MT-99999 Mätarställning 48 211,5 kWh Konstant 40 Enligt anmälan MT-48211\./,
  )
  expect(report.replaceAll(/\s+/g, ' ')).toMatch(/Uppsatt mätare MT-70001 Mätarställning 0 kWh/)
  expect(await office.page.locator('.report-photos figcaption').allInnerTexts()).toEqual([
    'Nedtagen mätare',
    'Uppsatt mätare',
  ])
  await office.photographs('meter-swapped')
  await mats.leaves()
  await office.leaves()
})
