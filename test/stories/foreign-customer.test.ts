import { beforeAll, expect, test } from 'vitest'
import { asActor } from '../../src/db/actor.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

test('a Danish end customer: name, address and number as they are written there, copied from a Norwegian and mended', async () => {
  const { amir: installer, eva: owner } = actorsOf(stage.db.world)
  const draft = await aCase(installer, 'BE06')
  const { best_postnr: _, ...kept } = draft.notice
  const notice = { ...kept, best_land: 'NO', best_postnr_utl: '0150', best_ort: 'Oslo' }
  await asActor(installer, (tx) => perform(tx, installer, draft.ref, 'save', { notice }))
  const sent = await aCase.send(installer, draft)
  await aCase.approve(owner, sent)

  const amir = await Person.arrives(stage, 'amir.haddad')
  const { page } = amir
  await amir.goes(`/cases/${draft.ref}/edit`)
  await amir.presses('Kopiera från beställare…')
  const value = (name: string) => page.locator(`[name=${name}]`).inputValue()
  expect([await value('y_slutkund_land'), await value('y_slutkund_postnr_utl')]).toEqual(['NO', '0150'])
  expect(await page.locator('[name=y_slutkund_postnr]').isVisible()).toBe(false)

  await amir.fills({
    y_slutkund_typ: 'foretag',
    y_slutkund_id: 'DK 13 58 56 27',
    y_slutkund_namn: 'Jørgen Hansen Byg',
    y_slutkund_adress: 'Vestergade 1',
    y_slutkund_postnr_utl: '8000',
    y_slutkund_ort: 'Aarhus',
    y_slutkund_land: 'DK',
    y_slutkund_telefon: '+45 33 12 34 56',
    y_slutkund_epost: 'jh@byg.example',
    y_utfort: '2027-02-01',
    y_klar_matare: '2027-02-15',
    y_kontakt: 'Amir Haddad',
    y_telefon: '070-174 06 05',
    y_matare_bef: 'MT-48211',
    y_avvikelse: 'nej',
    y_egenkontroll: true,
  })
  await amir.presses('Granska och skicka')
  await amir.sees('Momsregistreringsnumret stämmer inte. Kontrollera tecknen.')
  expect(await value('y_slutkund_ort')).toBe('Aarhus')
  await amir.fills({ y_slutkund_id: 'DK 13 58 56 28' })
  await amir.sends('Skicka färdiganmälan')
  await amir.sees('Skickat till Norrådalens Elnät AB.')

  const eva = await Person.arrives(stage, 'eva.nordin')
  await eva.goes(`/cases/${draft.ref}`)
  for (const words of ['Jørgen Hansen Byg', 'DK13585628', 'Vestergade 1', '8000', 'Danmark']) await eva.sees(words)
  await amir.leaves()
  await eva.leaves()
})
