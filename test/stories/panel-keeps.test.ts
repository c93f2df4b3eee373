import { beforeAll, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { PASSWORD } from '../support/database.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
let kase: CaseRow
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
  const { amir } = actorsOf(stage.db.world)
  kase = await aCase.send(amir, await aCase(amir, 'NY01'))
})

const WHY = 'Situationsplanen saknar mått till fasaden.'

test('what is written in the decision panel stays, wherever one goes meanwhile', async () => {
  const eva = await Person.arrives(stage, 'eva.nordin')
  eva.page.setDefaultTimeout(15_000)
  const at = `/cases/${kase.ref}`
  const value = (name: string) => eva.page.locator(`.decision [name="${name}"]`).first().inputValue()
  await eva.goes(at)
  await eva.fills({ x_anslutningspunkt: 'KS-7' })
  await eva.page.locator('details.reject > summary').click()
  await eva.page.locator('.reject [name=codes]').first().check()
  await eva.fills({ comment: WHY })
  // What is marked in the case is of the same form, wherever it stands.
  await eva.page.locator('[name=fields][value=best_telefon]').check()
  await eva.fills({ 'words.best_telefon': 'Fel nummer' })

  await eva.presses('Ta ärende')
  await eva.sees('Det du skrev är kvar. Det är inte skickat.')
  expect([await value('x_anslutningspunkt'), await value('comment')]).toEqual(['KS-7', WHY])
  expect(await eva.page.locator('.reject [name=codes]').first().isChecked()).toBe(true)
  expect(await eva.page.locator('[name=fields][value=best_telefon]').isChecked()).toBe(true)
  expect(await eva.page.locator('[name="words.best_telefon"]').inputValue()).toBe('Fel nummer')
  await expect.poll(() => eva.page.locator('.pointed').innerText()).toBe('Telefon: Fel nummer')
  await eva.photographs('panel-kept-1280')

  // Decided, and taken back: the words are there to be changed.
  await eva.page.locator('.reject button.danger').click()
  await expect.poll(() => eva.status()).toContain('Avvisad')
  await eva.presses('Ångra')
  await expect.poll(() => eva.status()).not.toContain('Avvisad')
  expect(await value('comment')).toBe(WHY)

  // Sent for good, it is not written again.
  await eva.page.locator('.reject button.danger').click()
  await expect.poll(() => eva.status()).toContain('Avvisad')
  const { amir } = actorsOf(stage.db.world)
  await aCase.move(amir, kase, 'resubmit')
  await eva.goes(at)
  expect(await value('comment')).toBe('')

  // Nothing of it is there for the next person at the same screen.
  await eva.page.locator('details.reject > summary').click()
  await eva.fills({ comment: WHY })
  await eva.goes('/inbox')
  await eva.page.evaluate(`document.querySelector('form[action="/sign-out"]').requestSubmit()`)
  await eva.page.waitForURL('**/sign-in')
  await eva.signsIn('johan.ek', PASSWORD)
  await eva.goes(at)
  expect(await value('comment')).toBe('')
  expect(await eva.page.evaluate(`JSON.stringify(sessionStorage)`)).not.toContain('Situationsplanen')
  await eva.leaves()
})

test('a work order is made on the way, and what was written of the completion is there again', async () => {
  const { amir, eva: her } = actorsOf(stage.db.world)
  const sent = await aCase.send(amir, await aCase(amir, 'NY01'))
  const done = await aCase.complete(amir, await aCase.approve(her, sent))
  const eva = await Person.arrives(stage, 'eva.nordin', { width: 390, height: 844 })
  await eva.goes(`/cases/${done.ref}`)
  await eva.page.locator('details.reject > summary').click()
  await eva.fills({ comment: WHY })
  await eva.presses('Ny arbetsorder')
  await eva.page.waitForURL('**/orders/new')
  await eva.goes(`/cases/${done.ref}`)
  expect(await eva.page.locator('[name=comment]').first().inputValue()).toBe(WHY)
  await eva.photographs('panel-kept-390')
  await eva.leaves()
})

test('a tab that is closed with something written asks first, and a link of ours does not', async () => {
  const { amir } = actorsOf(stage.db.world)
  const other = await aCase.send(amir, await aCase(amir, 'NY01'))
  const eva = await Person.arrives(stage, 'eva.nordin')
  eva.page.setDefaultTimeout(15_000)
  await eva.goes(`/cases/${other.ref}`)
  await eva.page.locator('details.reject > summary').click()
  await eva.fills({ comment: WHY })
  await eva.page.locator('[name=comment]').first().pressSequentially(' ')
  const asked: string[] = []
  eva.page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.accept()
  })
  await eva.presses('Ny notering')
  await eva.page.waitForURL('**/notes/new')
  expect(asked).toEqual([])
  await eva.presses('Tillbaka till ärendet')
  expect(await eva.page.locator('[name=comment]').first().inputValue()).toContain(WHY)
  await eva.page.locator('[name=comment]').first().pressSequentially('!')
  await eva.page.close({ runBeforeUnload: true })
  await expect.poll(() => asked).toEqual(['beforeunload'])
})
