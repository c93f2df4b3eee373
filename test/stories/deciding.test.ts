import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import { asActor } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { addFiles } from '../../src/attachments/queries.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { jpeg } from '../support/files.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
let kase: CaseRow
let ref: string
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
  const { amir, eva } = actorsOf(stage.db.world)
  const first = await aCase(amir, 'NY01')
  await photograph(first)
  const returned = await aCase.reject(eva, await aCase.send(amir, first))
  kase = await asActor(amir, (tx) =>
    perform(tx, amir, returned.ref, 'resubmit', { notice: { ...returned.notice, fastighet: 'Berget 1:24' } }),
  )
  ref = `/cases/${kase.ref}`
})

async function photograph(to: CaseRow): Promise<void> {
  const { amir } = actorsOf(stage.db.world)
  const at = `/tmp/photo-${process.pid}.jpg`
  await writeFile(at, jpeg)
  await asActor(amir, (tx) =>
    addFiles(tx, amir, to, [
      { kind: 'FOT', file: { field: 'f', name: 'mätarplats.jpg', path: at, size: jpeg.length } },
    ]),
  )
  await rm(at)
}

const approval = { x_anl_id: '735999000100000012', x_anslutningspunkt: 'KS-1042' }

test('a handläggare reads, decides, and takes it back', async () => {
  const eva = await Person.arrives(stage, 'eva.nordin')
  const johan = await Person.arrives(stage, 'johan.ek')
  const panel = eva.page.locator('#decision')

  // What changed is a press away from where it stands.
  await eva.goes(ref)
  await eva.page.locator('.changed').getByRole('link', { name: 'Fastighetsbeteckning' }).click()
  await expect.poll(() => eva.page.locator('#read-fastighet').innerText()).toMatch(/Berget 1:23.*Berget 1:24/s)
  expect(await eva.page.evaluate('location.hash')).toBe('#read-fastighet')

  // She begins to write, and opens the attachments beside the case: what she wrote stays, the arrow keys turn pages.
  await eva.fills(approval)
  await eva.page.locator('#files [data-beside]').first().click()
  const viewer = eva.page.locator('#viewer')
  await expect.poll(() => viewer.innerText()).toContain('situationsplan.pdf')
  await eva.page.keyboard.press('ArrowRight')
  await expect.poll(() => viewer.innerText()).toContain('mätarplats.jpg')
  await expect.poll(() => eva.page.evaluate(`document.querySelector('#viewer img').naturalWidth`)).toBeGreaterThan(0)
  const boxes = await Promise.all([viewer, eva.page.locator('.case-main')].map((part) => part.boundingBox()))
  expect(boxes[0]!.x).toBeGreaterThanOrEqual(boxes[1]!.x + boxes[1]!.width)
  await eva.page.keyboard.press('ArrowLeft')
  await expect.poll(() => viewer.innerText()).toContain('situationsplan.pdf')
  await eva.page.keyboard.press('Escape')
  await expect.poll(() => viewer.isVisible()).toBe(false)
  expect(await eva.page.evaluate(`document.activeElement.hasAttribute('data-beside')`)).toBe(true)
  expect(await eva.page.locator('[name=x_anslutningspunkt]').inputValue()).toBe('KS-1042')

  // A colleague opens the same case and is told that somebody writes.
  await johan.goes(ref)
  await johan.sees('Eva Nordin skriver på ett beslut just nu.')

  // A standard text goes where the caret is.
  const text = eva.page.locator('#x_upplysningar')
  await text.fill('Hej.\nVänliga hälsningar')
  await eva.page.evaluate(`document.querySelector('#x_upplysningar').setSelectionRange(5, 5)`)
  await panel.locator('select[name="_text.x_upplysningar"]').selectOption('TID')
  await panel.locator('[data-texts=x_upplysningar] button').click()
  expect(await text.inputValue()).toMatch(/^Hej\.\nHej Amir Haddad! .*Bergsvägen 3.*Vänliga hälsningar$/s)

  // Approved; the button counts down; pressed, all is as before.
  await panel.getByRole('button', { name: 'Godkänn' }).click()
  await eva.sees('Godkänd.')
  expect(await eva.page.locator('.undo').innerText()).toMatch(/Ångra\s+(60|59|58) s kvar/)
  expect(await eva.status()).toContain('Installationsmedgivande')
  await eva.page.getByRole('button', { name: 'Ångra' }).click()
  await eva.sees('Ångrat. Ärendet är som före beslutet')
  expect(await eva.status()).toContain('För godkännande')
  await eva.sees('Ångrat, skickades inte')

  // Johan had it open all the while: he is told, and what he wrote is there.
  await johan.fills({ x_anl_id: '735999000100000012', x_anslutningspunkt: 'KS-7' })
  await johan.page.locator('#decision').getByRole('button', { name: 'Godkänn' }).click()
  await johan.sees('Ärendet har redan ändrats sedan du öppnade det.')
  await johan.sees('Ångrat: Föranmälan godkänd, Eva Nordin')
  expect(await johan.page.locator('[name=x_anslutningspunkt]').inputValue()).toBe('KS-7')
  await eva.leaves()
  await johan.leaves()
})

test('where two decide, one proposes and the other confirms, by eye and by axe', async () => {
  await stage.db.owner('configurations').update({ rules: JSON.stringify({ fourEyes: true }) })
  const eva = await Person.arrives(stage, 'eva.nordin')
  const johan = await Person.arrives(stage, 'johan.ek', { width: 390, height: 844 })
  await eva.goes(ref)
  await eva.fills(approval)
  await eva.presses('Föreslå godkännande')
  await eva.sees('Du har föreslagit godkännande')

  await johan.goes(ref)
  await johan.sees('Eva Nordin föreslår godkännande')
  await johan.page.evaluate(await readFile(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'))
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  const found = (await johan.page.evaluate(`axe.run({ runOnly: ${JSON.stringify(tags)} })`)) as {
    violations: { id: string }[]
  }
  expect(found.violations.map(({ id }) => id)).toEqual([])
  await johan.presses('Bekräfta och godkänn')
  expect(await johan.status()).toContain('Installationsmedgivande')
  await johan.sees(/Johan Ek \(nätbolag, Norrådalens Elnät AB\), efter förslag av Eva Nordin \(nätbolag,/)
  await eva.leaves()
  await johan.leaves()
})

test('when the seconds are out the button is put away', async () => {
  const eva = await Person.arrives(stage, 'eva.nordin')
  await eva.goes(`${ref}/cancel`)
  await eva.fills({ comment: 'Kunden har ångrat sig.' })
  await eva.page.clock.install()
  await eva.presses('Avbryt ärendet')
  await eva.sees('s kvar')
  await eva.page.clock.runFor(61_000)
  await expect.poll(() => eva.page.locator('.undo').count()).toBe(0)
  await eva.leaves()
})
