import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { pictureSize } from '../../src/help/pictureSize.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

// The pictures of /help are of the program as it is. HELP_PICTURES=1 takes them anew (CONTRIBUTING.md).
const isTakenAnew = process.env['HELP_PICTURES'] === '1'

let stage: Stage
let draft: string
let returned: string
let sent: string
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
  const { amir, eva } = actorsOf(stage.db.world)
  draft = (await aCase(amir, 'NY01')).ref
  returned = (await aCase.reject(eva, await aCase.send(amir, await aCase(amir, 'NY01')))).ref
  sent = (await aCase.send(amir, await aCase(amir, 'NY01'))).ref
})

const VIEW = { width: 1000, height: 700 }

interface Picture {
  name: string
  who: string
  at: () => string
  /** What it is of: must be in sight, or the picture shows something else than the help says. */
  shows: (page: Person['page']) => Locator
}

const PICTURES: Picture[] = [
  {
    name: 'form',
    who: 'amir.haddad',
    at: () => `/cases/${draft}/edit`,
    shows: (page) => page.locator('form fieldset, form section').first(),
  },
  {
    name: 'rejected',
    who: 'amir.haddad',
    at: () => `/cases/${returned}/edit`,
    shows: (page) => page.locator('.to-fix').first(),
  },
  { name: 'inbox', who: 'eva.nordin', at: () => '/inbox', shows: (page) => page.locator('.case-rows').first() },
  { name: 'decide', who: 'eva.nordin', at: () => `/cases/${sent}`, shows: (page) => page.locator('#decision') },
]

test.each(['sv', 'en'] as const)('the pictures of help are of pages that are there, in %s', async (lang) => {
  for (const who of new Set(PICTURES.map((picture) => picture.who))) {
    await stage.db.owner('users').where({ username: who }).update({ locale: lang })
    const person = await Person.arrives(stage, who, VIEW)
    for (const { name, at, shows } of PICTURES.filter((picture) => picture.who === who)) {
      await person.goes(at())
      await shows(person.page).waitFor()
      if (!isTakenAnew) continue
      await person.page.evaluate('document.fonts.ready')
      await writeFile(path.join(root, `public/help/${name}.${lang}.png`), await person.page.screenshot())
    }
  }
})

test.each(PICTURES.flatMap(({ name }) => ['sv', 'en'].map((lang) => `help/${name}.${lang}.png`)))(
  '%s is a picture of a window, light enough for a phone',
  async (file) => {
    expect(pictureSize(path.join(root, 'public', file))).toEqual(VIEW)
    expect((await readFile(path.join(root, 'public', file))).length).toBeLessThan(150_000)
  },
)
