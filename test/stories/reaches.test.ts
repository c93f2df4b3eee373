import { beforeAll, expect, test } from 'vitest'
import { aCase, actorsOf } from '../support/cases.ts'
import { itIs, lettersTo, Person, setStage, type Stage } from '../support/story.ts'

// It reaches the right person: what one side says and the other must hear of.

let stage: Stage
let people: ReturnType<typeof actorsOf>
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
  people = actorsOf(stage.db.world)
})

const sent = async (job = 'NY01') => aCase.send(people.amir, await aCase(people.amir, job))
const badge = async (who: Person) => {
  const shown = who.page.locator('nav .badge').first()
  return (await shown.count()) === 0 ? 0 : Number.parseInt(await shown.innerText(), 10)
}
const part = (who: Person, title: string) =>
  who.page.locator('details.case-group', { has: who.page.locator('h2', { hasText: title }) })

test('a question that the installer asks while it does the work is read and answered', async () => {
  const kase = await aCase.approve(people.eva, await sent())
  await stage.db
    .owner('cases')
    .where({ id: kase.id })
    .update({ handler_id: people.eva.userId, handler_name: 'Eva Nordin' })
  const [amir, eva] = await Promise.all([
    Person.arrives(stage, 'amir.haddad', { width: 390, height: 844 }),
    Person.arrives(stage, 'eva.nordin'),
  ])
  await amir.goes(`/cases/${kase.ref}`)
  await amir.presses('Ny notering')
  // Who reads it is for Amir to say.
  await amir.fills({ subject: 'Skåp', body: 'Får vi flytta skåpet en meter?' })
  await amir.presses('Spara notering')
  await amir.sees('Välj vem som får läsa.')
  await amir.photographs('reach-1-note')
  await amir.fills({ audience: 'shared' })
  await amir.presses('Spara notering')
  await amir.sees('Båda sidor kan läsa den.')
  await amir.sees('Delad med nätbolaget')

  await eva.goes('/inbox')
  expect(await badge(eva)).toBe(1)
  await expect.poll(() => part(eva, 'Olästa noteringar').innerText()).toContain(kase.number)
  await eva.photographs('reach-1-inbox')
  const [letter] = await lettersTo(stage.office, 'eva.nordin@nel.example', 1)
  expect(letter!.subject).toContain('Ny notering från installatören')
  expect(letter!.text).toContain('Får vi flytta skåpet en meter?')

  await eva.presses(kase.ref)
  await eva.sees('Får vi flytta skåpet en meter?')
  await eva.photographs('reach-1-case')
  await eva.presses('Svara')
  expect(await eva.page.locator('[name=audience][value=shared]').isChecked()).toBe(true)
  await eva.photographs('reach-1-answer')
  await eva.fills({ body: 'Ja, högst en meter norrut.' })
  await eva.presses('Skicka svaret')
  await eva.sees('Båda sidor kan läsa den.')
  expect(await badge(eva)).toBe(0)

  await amir.goes('/inbox')
  await expect.poll(() => part(amir, 'Olästa noteringar').innerText()).toContain(kase.number)
  await amir.presses(kase.ref)
  await amir.sees('Ja, högst en meter norrut.')
  await amir.goes('/inbox')
  await amir.doesNotSee('Olästa noteringar')
  for (const person of [amir, eva]) await person.leaves()
})

test('a consent that is revoked while the work goes on stops it, on both sides, until there is a new one', async () => {
  const kase = await aCase.approve(people.eva, await sent())
  const because = 'Kabeln i gatan är skadad och måste lagas först.'
  const [amir, eva, lena] = await Promise.all([
    Person.arrives(stage, 'amir.haddad', { width: 390, height: 844 }),
    Person.arrives(stage, 'eva.nordin'),
    Person.arrives(stage, 'lena.frost'),
  ])
  await lena.goes(`/cases/${kase.ref}`)
  await lena.presses('Återta medgivande')
  await lena.fills({ comment: because })
  await lena.presses('Återta medgivande')
  for (const who of [amir, eva]) {
    await who.goes(`/cases/${kase.ref}`)
    const [first] = await who.page.locator('article.case > *').all()
    await expect.poll(() => first!.innerText()).toContain('Medgivandet är återtaget')
    expect(await first!.innerText()).toContain(because)
    expect(await first!.innerText()).toContain('2027-02-01')
    expect(await who.symbols()).toContain('arbetet ska stå still')
  }
  await amir.sees('Stoppa arbetet.')
  await amir.doesNotSee('Nätbolaget läser anmälan')
  await amir.photographs('reach-7-installer')
  await eva.photographs('reach-7-owner')
  const again = await aCase.approve(people.eva, kase)
  for (const who of [amir, eva]) {
    await who.goes(`/cases/${again.ref}`)
    await who.doesNotSee('Medgivandet är återtaget')
  }
  for (const person of [amir, eva, lena]) await person.leaves()
})
