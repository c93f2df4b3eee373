import { beforeAll, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import { asActor } from '../../src/db/actor.ts'
import type { OrderRow } from '../../src/db/rowTypes.ts'
import { facilityId } from '../support/block.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

const FLATS = Array.from({ length: 12 }, (_, i) => `${i < 6 ? '10' : '11'}0${(i % 6) + 1}`)
const number = (i: number) => facilityId(700 + i)
const spaced = (id: string) => id.replace(/(\d{3})(?=\d)/g, '$1 ')
/** Every flat is ready on a day of its own. */
const day = (i: number) => `2027-06-${14 + (i % 5)}`

test('a block of twelve: each order has its own flat, number, fuse and day, on its sheet, in print and in its report', async () => {
  const { amir } = actorsOf(stage.db.world)
  const draft = await aCase(amir, 'NY04')
  const rader = FLATS.map((flat) => ({ anl_benamning: `Lgh ${flat}`, lgh_nr: flat, sakr_ny: 20, fas_ny: '3' }))
  const notice = { ...draft.notice, rader, mat_antal: 12 }
  const kase = await aCase.send(amir, await asActor(amir, (tx) => perform(tx, amir, draft.ref, 'save', { notice })))

  // The numbers come from the owner's system, pasted downwards; one flat gets another fuse.
  const eva = await Person.arrives(stage, 'eva.nordin')
  await eva.goes(`/cases/${kase.ref}`)
  const grid = eva.page.locator('.decision [data-grid=x_rader]')
  expect(await grid.locator('tbody tr').count()).toBe(12)
  await pastes(eva, 'x_rader.0.x_anl_id', FLATS.map((_, i) => number(i)).join('\n'))
  await expect
    .poll(() => eva.page.locator('[name="x_rader.11.x_anl_id"]').inputValue(), { timeout: 20_000 })
    .toBe(number(11))
  await eva.fills({ 'x_rader.6.x_matarsakring': '25', 'x_rader.3.x_anl_id': number(2), x_anslutningspunkt: 'KS-2001' })
  await eva.photographs('block-consent')
  await eva.presses('Godkänn')
  await eva.sees('Samma anläggnings-ID som på rad 3.')
  await eva.fills({ 'x_rader.3.x_anl_id': number(3) })
  await eva.presses('Godkänn')
  expect(await eva.status()).toContain('Installationsmedgivande')
  await eva.sees(spaced(number(11)))

  // Orders for all; the page that makes them tells one flat from the next.
  await eva.presses('Ny arbetsorder')
  await eva.sees(`${spaced(number(6))} · 25 A`)
  await eva.fills({ kind: 'mount', fitter: String(stage.db.world.users['mats.strand']) })
  await eva.presses('Skapa arbetsorder')
  await eva.sees('12 arbetsorder är skapade.')

  // The installer says when each is ready, and what was mounted there.
  itIs('2027-06-01')
  const sofia = await Person.arrives(stage, 'amir.haddad')
  await sofia.goes(`/cases/${kase.ref}/edit`)
  await pastes(sofia, 'y_rader.0.y_klar_matare', FLATS.map((_, i) => `${day(i)}\t${i === 6 ? 25 : 20}`).join('\n'))
  await expect.poll(() => sofia.page.locator('[name="y_rader.11.y_klar_matare"]').inputValue()).toBe(day(11))
  await sofia.presses('Kopiera från beställare…')
  await sofia.fills({
    y_utfort: '2027-06-01',
    y_klar_tillk: '2027-06-21',
    y_kontakt: 'Maja Kvarnström',
    y_telefon: '070-174 06 20',
    y_avvikelse: 'nej',
    y_egenkontroll: true,
  })
  await sofia.sends('Skicka färdiganmälan')
  expect(await sofia.status()).toContain('Färdiganmälan')
  await eva.goes(`/cases/${kase.ref}`)
  await eva.presses('Godkänn färdiganmälan')

  const orders = await stage.db.owner<OrderRow>('work_orders').where({ case_id: kase.id }).orderBy('facility_row')
  expect(orders.map(({ sheet }) => [sheet.facility, sheet.facility_id, sheet.fuse, sheet.ready_on])).toEqual(
    FLATS.map((flat, i) => [`Lgh ${flat}`, number(i), i === 6 ? '25 A' : '20 A', day(i)]),
  )

  // On the sheet, in the list, in print and in the report.
  const mats = await Person.comes(stage, { width: 390, height: 844 })
  await mats.signsIn('mats.strand', 'nordanvind över fjället 7')
  await mats.sees(`${spaced(number(6))} · 25 A · klart från ${day(6)}`)
  await mats.goes(`/owner/orders/${orders[6]!.id}`)
  for (const told of [`Lgh ${FLATS[6]!}`, spaced(number(6)), '25 A', day(6)]) await mats.sees(told)
  await mats.photographs('block-order')
  await mats.page.locator('label.segment', { hasText: 'Utfört' }).tap()
  await mats.presses('Skicka rapporten')
  await eva.goes(`/cases/${kase.ref}/print`)
  await eva.sees(`${spaced(number(6))} · 25 A · klart från ${day(6)}`)
  await eva.goes(`/cases/${kase.ref}/orders/${orders[6]!.id}`)
  for (const told of ['Rapporterad: utförd', spaced(number(6)), '25 A', day(6)]) await eva.sees(told)
  await eva.photographs('block-reported')
  await mats.leaves()
  await sofia.leaves()
  await eva.leaves()
})

/** As from a spreadsheet, into the cell and downwards. */
async function pastes(who: Person, name: string, text: string): Promise<void> {
  await who.page.locator(`[name="${name}"]`).focus()
  await who.page.evaluate(`(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', ${JSON.stringify(text)})
    document.activeElement.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })()`)
}
