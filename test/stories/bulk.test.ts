import { beforeAll, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

// Many at once: what a handläggare does to a list in one press, and what the installer has of it.

let stage: Stage
let people: ReturnType<typeof actorsOf>
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
  people = actorsOf(stage.db.world)
})

async function completed(job: string): Promise<CaseRow> {
  const kase = await aCase.send(people.amir, await aCase(people.amir, job))
  return kase.flow === 'D' ? kase : aCase.complete(people.amir, await aCase.approve(people.eva, kase))
}

async function chooses(who: Person, ...cases: CaseRow[]): Promise<void> {
  for (const { ref } of cases) await who.page.locator(`input[form=bulk][value="${ref}"]`).check()
}
const statusOf = async ({ id }: CaseRow) => (await stage.db.owner('cases').where({ id }).first('status'))!.status

test('simple färdiganmälningar are approved together after a look, taken back as a whole, and approved again', async () => {
  const [charger, direct, asks] = [await completed('LA01'), await completed('BE04'), await completed('NY01')]
  await aCase.note(people.amir, asks, 'all', 'Kan ni komma på torsdag?')
  const [eva, amir] = await Promise.all([
    Person.arrives(stage, 'eva.nordin'),
    Person.arrives(stage, 'amir.haddad', { width: 390, height: 844 }),
  ])
  await eva.goes('/cases?status=completed')
  await chooses(eva, charger, direct, asks)
  await eva.photographs('bulk-1-chosen')
  await eva.presses(/^Godkänn färdiga/)
  await eva.sees('3 valda ärenden')
  await eva.sees('Har en oläst notering.')
  await eva.photographs('bulk-2-shown')
  expect(await statusOf(charger)).toBe('completed')
  await eva.presses('Genomför för 2 ärenden')
  await eva.sees('Gjort för 2 av 3 ärenden')
  await eva.photographs('bulk-3-done')
  // Reloaded it is told again, not done again.
  await eva.page.reload()
  await eva.sees('Gjort för 2 av 3 ärenden')
  for (const kase of [charger, direct]) expect(await statusOf(kase)).toBe('closed')
  expect(await statusOf(asks)).toBe('completed')

  await amir.goes('/inbox')
  await amir.sees('Nytt från nätbolaget')
  await amir.sees(charger.ref)

  await eva.presses('Ångra')
  await eva.sees('Ångrat för 2 av 2 ärenden')
  await eva.photographs('bulk-4-undone')
  for (const kase of [charger, direct]) expect(await statusOf(kase)).toBe('completed')
  await stage.office.hurry()
  expect(stage.office.letters.filter(({ subject }) => subject?.includes('färdiganmälan'))).toEqual([])
  await amir.goes(`/cases/${charger.ref}`)
  expect(await amir.status()).toContain('Färdiganmälan')

  await eva.presses(/^Tillbaka till listan/)
  await chooses(eva, charger, direct)
  await eva.presses(/^Godkänn färdiga/)
  await eva.presses('Genomför för 2 ärenden')
  await eva.sees('Gjort för 2 av 2 ärenden')
  await amir.goes(`/cases/${charger.ref}`)
  expect(await amir.status()).toContain('Arkiverad')
  await amir.sees('Färdiganmälan godkänd')
  await amir.photographs('bulk-5-installer')
  for (const person of [eva, amir]) await person.leaves()
})

test('a note, a hold and a hand-over reach many; the installer reads the shared words in each', async () => {
  const cases = [await completed('NY01'), await completed('LA01')]
  const eva = await Person.arrives(stage, 'eva.nordin', { width: 390, height: 844 })
  const begin = async (deed: RegExp) => {
    await eva.goes('/cases?status=completed')
    await chooses(eva, ...cases)
    await eva.presses(deed)
  }
  await begin(/^Notera/)
  await eva.presses('Visa vad som händer')
  await eva.sees('Välj vem som får läsa.')
  await eva.fills({ subject: 'Avbrott', body: 'Vi bryter strömmen den 3 mars.', audience: 'shared' })
  await eva.photographs('bulk-6-note')
  await eva.presses('Visa vad som händer')
  await eva.presses('Genomför för 2 ärenden')
  await eva.sees('Gjort för 2 av 2 ärenden')
  await begin(/^Väntläge/)
  await eva.fills({ reason: 'grid', until: '2027-03-03' })
  await eva.presses('Visa vad som händer')
  await eva.sees('Inget väntläge blir Väntläge: nät, till 2027-03-03')
  await eva.photographs('bulk-7-hold')
  await eva.presses('Genomför för 2 ärenden')
  await begin(/^Tilldela/)
  await eva.fills({ handler: String(people.johan.userId) })
  await eva.presses('Visa vad som händer')
  await eva.sees('Eva Nordin blir Johan Ek')
  await eva.presses('Genomför för 2 ärenden')
  await eva.sees('Gjort för 2 av 2 ärenden')

  const amir = await Person.arrives(stage, 'amir.haddad')
  for (const { ref } of cases) {
    await amir.goes(`/cases/${ref}`)
    await amir.sees('Vi bryter strömmen den 3 mars.')
    await amir.sees('Väntläge')
    await amir.sees('Johan Ek')
  }
  for (const person of [eva, amir]) await person.leaves()
})

test('a rule is tried on earlier cases before it is switched on', async () => {
  await aCase.reject(people.eva, await completed('BE04'))
  await completed('LA01')
  const lena = await Person.arrives(stage, 'lena.frost')
  await lena.goes('/owner/configuration/auto')
  await lena.presses('Färdiganmälningar')
  await lena.presses('Ny regel')
  await lena.fills({ name: 'Enkla jobb', minApproved: '0', maxRejectedPercent: '100' })
  for (const job of ['LA01', 'BE04']) await lena.page.locator(`[name=jobs][value=${job}]`).check()
  await lena.photographs('bulk-8-rule')
  await lena.presses('Spara i utkastet')
  await lena.goes('/owner/configuration/accept')
  await lena.presses(/Enkla jobb/)
  await lena.presses('Provkör på tidigare ärenden')
  await lena.sees('Hade godkänts')
  await lena.sees('Handläggaren beslutade annorlunda')
  await lena.photographs('bulk-9-trial')
  await lena.goes('/owner/statistics')
  await lena.sees('per handläggare')
  await lena.photographs('bulk-10-statistics')
  await lena.goes('/cases/columns?cols=case&cols=n.sakr_ny')
  await lena.photographs('bulk-11-columns')
  await lena.goes('/cases/export?cols=case&cols=place&cols=n.sakr_ny')
  await lena.photographs('bulk-12-export')
  await lena.leaves()
})
