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

test('who decides handles: Eva rejects what nobody has taken, and what Amir corrects comes back to her alone', async () => {
  const kase = await sent()
  const [amir, eva, johan] = await Promise.all([
    Person.arrives(stage, 'amir.haddad'),
    Person.arrives(stage, 'eva.nordin'),
    Person.arrives(stage, 'johan.ek'),
  ])
  await eva.goes(`/cases/${kase.ref}`)
  await eva.page.locator('details.reject > summary').click()
  await eva.page.locator('[name=codes][value=OVR]').check()
  await eva.fills({ comment: 'Fastighetsbeteckningen finns inte.' })
  await eva.page.locator('.reject-send button').click()
  await eva.sees('Avvisad. Installatören får mejl.')
  expect(await eva.page.locator('.people').innerText()).toContain('Eva Nordin')

  await amir.goes(`/cases/${kase.ref}/edit`)
  expect(await amir.page.locator('.to-fix').innerText()).toContain('Eva Nordin')
  await amir.fills({ fastighet: 'Berget 1:24', matarnummer: 'EGEN-77', intygande: true })
  await amir.sends('Skicka föranmälan')
  await expect.poll(() => amir.status()).toContain('För godkännande')

  for (const who of [eva, johan]) await who.goes('/inbox')
  await expect.poll(() => part(eva, 'Mina').innerText()).toContain(kase.number)
  expect(await johan.page.locator('main').innerText()).not.toContain(kase.number)
  for (const person of [amir, eva, johan]) await person.leaves()
})

test('a consent that has run out: the completion is warned of, then stopped, and sent when it has been extended', async () => {
  const kase = await aCase.approve(people.eva, await sent())
  const stops = (expired_stops: boolean) =>
    stage.db.owner('owners').where({ id: kase.owner_id }).update({ expired_stops })
  await stage.db.owner('cases').where({ id: kase.id }).update({ consent_valid_to: '2027-01-31' })
  const [amir, eva] = await Promise.all([Person.arrives(stage, 'amir.haddad'), Person.arrives(stage, 'eva.nordin')])
  const at = `/cases/${kase.ref}`
  // Only warned: the page that sends says so, and it is to be ticked.
  await amir.goes(at)
  await amir.sees('Är arbetet gjort kan du skicka färdiganmälan.')
  await amir.goes(`${at}/review`)
  await amir.sees('Medgivandet gick ut 2027-01-31.')

  await stops(true)
  await amir.goes(at)
  await amir.sees('Nätbolaget tar inte emot färdiganmälan förrän medgivandet är förlängt.')
  await amir.goes(`${at}/review`)
  await amir.sees('Kan inte skickas')
  expect(await amir.page.getByRole('button', { name: 'Skicka färdiganmälan' }).count()).toBe(0)
  await eva.goes(at)
  await eva.sees('Färdiganmälan kan inte skickas förrän medgivandet är förlängt.')
  await eva.presses('Förläng medgivande')
  await eva.fills({ until: '2027-03-31' })
  await eva.presses('Förläng medgivande')
  await eva.sees('Medgivandet förlängt')
  await eva.doesNotSee('Färdiganmälan kan inte skickas')

  await amir.goes(at)
  await amir.doesNotSee('Nätbolaget tar inte emot')
  await amir.goes(`${at}/review`)
  await amir.doesNotSee('Kan inte skickas')
  await amir.doesNotSee('gick ut')
  await stops(false)
  for (const person of [amir, eva]) await person.leaves()
})

test('a removal that is wanted when the case is approved: Eva is asked, and Amir gets his answer', async () => {
  const kase = await sent()
  const [amir, eva] = await Promise.all([
    Person.arrives(stage, 'amir.haddad', { width: 390, height: 844 }),
    Person.arrives(stage, 'eva.nordin'),
  ])
  const at = `/cases/${kase.ref}`
  await amir.goes(at)
  await amir.presses('Begär borttagning')
  await amir.fills({ comment: 'Kunden har ångrat sig om arbetet.' })
  await amir.presses('Begär borttagning')
  await amir.sees('Ni har bett nätbolaget ta bort ärendet')
  expect(await amir.page.getByRole('link', { name: 'Begär borttagning' }).count()).toBe(0)
  // By its address too one is told that it stands.
  await amir.goes(`${at}/request-removal`)
  await amir.sees('Borttagning är redan begärd.')
  expect(await amir.page.locator('main button:not([disabled])', { hasText: 'Begär borttagning' }).count()).toBe(0)

  await eva.goes(at)
  await eva.sees('Kunden har ångrat sig om arbetet.')
  await eva.fills({ x_anl_id: '735999000100000012', x_anslutningspunkt: 'KS-1042' })
  await eva.presses('Godkänn')
  await eva.sees('Kryssa i att du godkänner ändå, eller avbryt ärendet.')
  await eva.photographs('reach-8-asked')
  await eva.page.locator('[name=despite_removal]').first().check()
  await eva.presses('Godkänn')
  await eva.sees('Godkänd. Installatören får mejl.')
  await amir.goes(at)
  await amir.sees('Nätbolaget har avslagit begäran om borttagning')
  await amir.doesNotSee('Ni har bett nätbolaget ta bort ärendet')
  expect(await amir.symbols()).not.toContain('önskar att anmälan tas bort')
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
