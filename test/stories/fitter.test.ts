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

test('a montör with a phone: what is mine to do, where, whom to call, and how it went', async () => {
  const { amir, eva } = actorsOf(stage.db.world)
  const kase = await aCase.complete(amir, await aCase.approve(eva, await aCase.send(amir, await aCase(amir, 'NY01'))))

  // Eva makes the order and approves: it is out.
  const office = await Person.arrives(stage, 'eva.nordin')
  await office.goes(`/cases/${kase.ref}`)
  await office.presses('Ny arbetsorder')
  await office.fills({
    kind: 'mount',
    fitter: String(stage.db.world.users['mats.strand']),
    planned_on: '2027-02-03',
    access: 'Nyckeln ligger hos grannen på nummer 5.',
  })
  await office.presses('Skapa arbetsorder')
  await office.sees('1 arbetsorder är skapad')
  await office.presses('Godkänn färdiganmälan')

  const mats = await Person.comes(stage, { width: 390, height: 844 })
  await mats.signsIn('mats.strand', 'nordanvind över fjället 7')
  const { page } = mats
  expect(new URL(page.url()).pathname).toBe('/owner/orders')
  await mats.sees('Mina arbetsorder')
  const narrow = async () =>
    expect(await page.evaluate('document.documentElement.scrollWidth'), page.url()).toBeLessThanOrEqual(390)
  await narrow()
  const card = page.locator('.order-card', { hasText: 'Bergsvägen 3' })
  expect((await card.boundingBox())!.height).toBeGreaterThanOrEqual(48)
  await card.tap()
  await page.waitForURL('**/owner/orders/*')
  await narrow()
  await mats.sees('Nyckeln ligger hos grannen')
  expect(await page.getByRole('link', { name: 'Karta' }).getAttribute('href')).toContain('Bergsv%C3%A4gen+3')
  expect(await page.getByRole('link', { name: /^Ring / }).getAttribute('href')).toMatch(/^tel:\+?\d+$/)

  // Thumbs are big and the light is poor: what is wrong is said at the field, and the photo is kept.
  await page.locator('[name=camera]').setInputFiles({ name: 'mätare.jpg', mimeType: 'image/jpeg', buffer: jpeg })
  expect(await page.locator('[name=camera]').getAttribute('capture')).toBe('environment')
  await page.locator('label.segment', { hasText: 'Avvikelse' }).tap()
  await mats.fills({ meter_number: 'MT-99120', meter_reading: '3' })
  const send = page.getByRole('button', { name: 'Skicka rapporten' })
  expect((await send.boundingBox())!.height).toBeGreaterThanOrEqual(44)
  await send.tap()
  await mats.sees('Beskriv avvikelsen med minst tio tecken.')
  expect(await page.locator('.report-photos img').count()).toBe(1)
  await narrow()
  await mats.fills({ report: 'Skåpsdörren går inte att stänga, gångjärnet är av.' })
  await send.tap()
  await page.waitForURL('**/owner/orders')
  await mats.sees('Arbetsordern är rapporterad.')
  await mats.photographs('montor-list')
  const [order] = await stage.db.owner<OrderRow>('work_orders').where({ case_id: kase.id })
  expect(order).toMatchObject({ state: 'reported', outcome: 'deviating', meter_number: 'MT-99120', meter_reading: 3 })
  expect(order!.photos).toHaveLength(1)

  // The office sees what he found, with the photo among the files.
  await office.goes(`/cases/${kase.ref}`)
  expect(await office.symbols()).toContain('utförd med avvikelse')
  await office.sees('mätare.jpg')
  await office.presses('Montera mätare')
  await office.sees('gångjärnet är av')
  await mats.leaves()
  await office.leaves()
})
