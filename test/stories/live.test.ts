import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { aCase, actorsOf } from '../support/cases.ts'
import { goLive } from '../support/live.ts'
import { Person, setStage, type Stage } from '../support/story.ts'

// Pages that are open follow what others do, and nothing moves under the reader.

let stage: Stage
let people: ReturnType<typeof actorsOf>
let eva: Person

beforeAll(async () => {
  stage = await setStage()
  people = actorsOf(stage.db.world)
  await goLive(stage.db)
})
afterEach(() => eva.leaves())

const arrives = async () => aCase.send(people.amir, await aCase(people.amir, 'NY01'))
const bar = () => eva.page.locator('[data-live] [role=status]')
const badge = () => eva.page.locator('.places [data-waiting]')
/** The connection is opened when the page has been looked at for a moment. */
const follows = () => eva.page.locator('[data-live][data-following]').waitFor({ state: 'attached' })

describe.each([
  ['wide', { width: 1280, height: 900 }],
  ['phone', { width: 390, height: 844 }],
])('on a %s screen', (name, viewport) => {
  test('the inbox says what has come, marks what has changed, and shows it when asked', async () => {
    const first = await arrives()
    eva = await Person.arrives(stage, 'eva.nordin', viewport)
    await follows()
    const before = Number(await badge().textContent())
    const line = eva.page.locator('tr', { hasText: first.ref })
    const place = await line.boundingBox()
    const second = await arrives()
    await expect.poll(() => bar().innerText()).toBe('1 nytt eller ändrat ärende')
    await expect.poll(() => badge().textContent()).toBe(String(before + 1))
    await aCase.note(people.amir, first, 'all', 'Vilket skåp?')
    await stage.db.owner('case_events').insert({
      ...{ case_id: first.id, owner_id: first.owner_id, company_id: first.company_id, sent: true, audience: 'all' },
      ...{ side: 'installer', actor_id: people.amir.userId, actor_name: 'Amir Haddad', action: 'note', details: '{}' },
    })
    await expect.poll(() => bar().innerText()).toBe('2 nya eller ändrade ärenden')
    await expect.poll(() => line.getAttribute('class')).toContain('is-changed')
    expect(await line.boundingBox()).toEqual(place)
    expect(await eva.page.locator('tr', { hasText: second.ref }).count()).toBe(0)
    await eva.photographs(`live-inbox-${name}`)
    await eva.page.locator('[data-live] button').click()
    await eva.sees(second.ref)
    expect(await bar().innerText()).toBe('')
  })

  test('an open case says that it has changed, and what was typed stays', async () => {
    const kase = await arrives()
    eva = await Person.arrives(stage, 'eva.nordin', viewport)
    await eva.goes(`/cases/${kase.ref}`)
    await follows()
    const text = eva.page.locator('textarea[name=upplysningar], [name=kons_upplysningar], .decision textarea').first()
    await text.fill('Kör på natten')
    await aCase.approve(people.johan, kase)
    await expect.poll(() => bar().innerText()).toBe('Ärendet har ändrats medan du läste.')
    expect(await text.inputValue()).toBe('Kör på natten')
    await eva.photographs(`live-case-${name}`)
  })
})

test('the tabs of a browser share one connection, and each is told', async () => {
  const kase = await arrives()
  eva = await Person.arrives(stage, 'eva.nordin')
  await follows()
  const opened: string[] = []
  eva.page.context().on('request', (request) => {
    if (request.url().includes('/live?')) opened.push(request.url())
  })
  const second = await eva.page.context().newPage()
  await second.goto(`${stage.address}/cases/${kase.ref}`)
  // As long as a page waits before it asks for its turn, and some more.
  await second.waitForTimeout(3_000)
  expect(opened).toEqual([])
  await aCase.approve(people.johan, kase)
  await expect
    .poll(() => second.locator('[data-live] [role=status]').innerText())
    .toBe('Ärendet har ändrats medan du läste.')
  // The one that holds the connection is closed: the other takes over.
  await eva.page.close()
  await expect.poll(() => opened.length).toBe(1)
})
