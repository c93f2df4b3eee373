import { beforeAll, describe, expect, test } from 'vitest'
import { JOB_TYPES } from '../../src/domain/forms/catalogue/jobs.ts'
import { jobWords } from '../../src/domain/forms/catalogue/jobWords.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Person, setStage, type Stage } from '../support/story.ts'

// Nytt ärende: one of forty-six kinds of job is found without knowing under which heading it lies.

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})

test('every job is called something by those who look for it', () => {
  expect(JOB_TYPES.filter(({ code }) => jobWords(code) === '').map(({ code }) => code)).toEqual([])
})

describe('an installer who writes a new case', () => {
  test.each([
    ['laddbox', 'LA01'],
    ['byta säkring', 'BE03'],
    ['Byta  SÄKRING', 'BE01'],
    ['solceller', 'PR01'],
    ['värmepump', 'BE10'],
    ['proppskåp', 'BE07'],
    ['be07', 'BE07'],
  ])('finds by “%s” the job %s among few', async (words, code) => {
    const amir = await Person.arrives(stage, 'amir.haddad')
    await amir.goes('/cases/new')
    await amir.page.getByLabel('Sök jobb').fill(words)
    const shown = amir.page.locator('.job[data-words]:visible')
    await expect.poll(() => shown.allInnerTexts().then((all) => all.some((each) => each.includes(code)))).toBe(true)
    expect(await shown.count()).toBeLessThan(10)
    await amir.leaves()
  })

  test('sees all jobs again where none is found, and is told', async () => {
    const amir = await Person.arrives(stage, 'amir.haddad')
    await amir.goes('/cases/new')
    await amir.page.getByLabel('Sök jobb').fill('xyzzy')
    await amir.sees('Inget jobb passar')
    expect(await amir.page.locator('.job-type:visible').count()).toBeGreaterThan(5)
    await amir.leaves()
  })

  test('has the jobs used last first, newest foremost, and chooses one of them at a press', async () => {
    const { sofia } = actorsOf(stage.db.world)
    for (const job of ['NY01', 'LA01', 'BE06', 'LA01']) await aCase(sofia, job)
    const person = await Person.arrives(stage, 'sofia.lindqvist')
    await person.goes('/cases/new')
    const recent = await person.page.locator('.job-recent .job-name').allInnerTexts()
    expect(recent.map((each) => each.split(' ').at(-1))).toEqual(['LA01', 'BE06', 'NY01'])
    await person.page.locator('.job-recent .job').first().click()
    await person.fills({ postcode: '123 45' })
    await person.presses('Skapa anmälan')
    await person.sees('Laddbox, småhus')
    await person.leaves()
  })

  test('is told of all that is wrong at once', async () => {
    const amir = await Person.arrives(stage, 'amir.haddad')
    await amir.goes('/cases/new')
    await amir.presses('Skapa anmälan')
    await amir.sees('Välj jobbtyp.')
    await amir.sees('Ange postnummer eller välj nätområde.')
    await amir.fills({ postcode: '99' })
    await amir.presses('Skapa anmälan')
    await amir.sees('Välj jobbtyp.')
    await amir.sees('Postnummer ska ha 5 siffror')
    await amir.leaves()
  })
})
