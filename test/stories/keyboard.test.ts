import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { jpeg } from '../support/files.ts'
import { PASSWORD } from '../support/database.ts'
import { FACILITY, ORDERER } from '../support/notices.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

/** What has the focus, as one sees it. */
interface Focus {
  /** The name of a control, or ''. */
  name: string
  type: string
  value: string
  words: string
  /** A ring is drawn round it, or round the label it lies in. */
  ringed: boolean
  /** It lies in the window, and nothing lies over it. */
  seen: boolean
}

const FOCUS = `(() => {
  const at = document.activeElement
  if (!at || at === document.body) return null
  const round = [at, at.closest('label, .segment, .pick, .button')].filter(Boolean)
  const ringed = round.some((each) => {
    const look = getComputedStyle(each)
    return look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0
  })
  const place = round.at(-1)
  const { left, top, width, height } = place.getBoundingClientRect()
  const over = document.elementFromPoint(left + Math.min(width / 2, 40), top + Math.min(height / 2, 12))
  return {
    name: at.name ?? '',
    type: at.tagName === 'SELECT' ? 'select' : at.type ?? '',
    value: at.value ?? '',
    words: (at.labels?.[0]?.innerText || at.getAttribute('aria-label') || at.innerText || '').trim(),
    ringed,
    seen: over !== null && (place.contains(over) || over.contains(place)),
  }
})()`

/** Somebody without a mouse: every step is a key, and after every step the focus is somewhere, ringed and in sight. */
class Typist {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  focus = () => this.page.evaluate(FOCUS) as Promise<Focus | null>
  press = (key: string) => this.page.keyboard.press(key)

  async tab(): Promise<Focus> {
    await this.press('Tab')
    const at = await this.focus()
    if (!at) throw new Error(`The focus is lost on ${this.page.url()}`)
    expect(at, at.name || at.words).toMatchObject({ ringed: true, seen: true })
    return at
  }

  async reaches(words: string | RegExp): Promise<Focus> {
    for (let presses = 0; presses < 250; presses += 1) {
      const at = await this.tab()
      if (typeof words === 'string' ? at.words.startsWith(words) : words.test(at.words)) return at
    }
    throw new Error(`${String(words)} is not within reach of Tab`)
  }

  async opens(words: string | RegExp): Promise<void> {
    await this.reaches(words)
    await Promise.all([this.page.waitForEvent('load'), this.press('Enter')])
  }

  /** A date field goes by the language of the browser itself: year first, or month, day, year. */
  private async dates(answer: string): Promise<void> {
    const [year, month, day] = answer.split('-')
    await this.page.keyboard.type(`${year}${month}${day}`)
    if ((await this.focus())!.value === answer) return
    for (const _ of 'mdy') await this.press('ArrowLeft')
    await this.page.keyboard.type(`${month}${day}${year}`)
    expect((await this.focus())!.value).toBe(answer)
  }

  /** Writes an answer into the control that has the focus, with the keys a person would use for it. */
  async answers(at: Focus, answer: string | boolean): Promise<void> {
    if (at.type === 'checkbox') return this.press('Space')
    if (at.type === 'date') return this.dates(String(answer))
    if (at.type === 'radio') {
      await this.press('Space')
      for (let turns = 0; (await this.focus())!.value !== answer; turns += 1) {
        if (turns > 20) throw new Error(`${at.name} has no ${String(answer)}`)
        await this.press('ArrowRight')
      }
      return
    }
    if (at.type === 'select') {
      for (let turns = 0; (await this.focus())!.value !== answer; turns += 1) {
        if (turns > 40) throw new Error(`${at.name} has no ${String(answer)}`)
        await this.press('ArrowDown')
      }
      return
    }
    await this.press('ControlOrMeta+a')
    await this.page.keyboard.type(String(answer))
  }
}

test('with the keyboard alone: from the start page to a case that is sent', async () => {
  const sofia = await Person.arrives(stage, 'sofia.lindqvist')
  const { page } = sofia
  const keys = new Typist(page)

  // From the start page: the skip link is first, the menu opens by Enter, Nytt ärende is a link in it or beside it.
  await sofia.goes('/')
  expect((await keys.tab()).words).toBe('Hoppa till innehållet')
  await keys.reaches(/^Ärenden/)
  await keys.press('Enter')
  await keys.opens('Alla anmälningar')
  await keys.opens('Nytt ärende')

  await keys.reaches('Befintlig anläggning')
  await keys.press('Enter')
  const first = await keys.tab()
  expect(first).toMatchObject({ name: 'job', type: 'radio' })
  await keys.press('Space')
  for (let turns = 0; !(await keys.focus())!.words.includes('BE07'); turns += 1) {
    expect(turns).toBeLessThan(20)
    await keys.press('ArrowDown')
  }
  await keys.reaches('Postnummer')
  await page.keyboard.type('123 45')
  await keys.opens('Skapa anmälan')
  expect(page.url()).toMatch(/\/edit$/)

  // Round the whole page: every stop is seen, nothing holds the focus, and it comes back to where it began.
  const stops: string[] = []
  for (let at = await keys.tab(); at.words !== 'Hoppa till innehållet' || stops.length === 0; at = await keys.tab()) {
    stops.push(`${at.name} ${at.words}`)
    expect(stops.length).toBeLessThan(250)
    // After the last stop the browser itself has the focus for one press.
    if (stops.at(-1)!.includes('Granska och skicka')) break
  }
  expect(new Set(stops).size).toBeGreaterThan(30)

  // Down the form, an answer at each stop that asks for one.
  await page.reload()
  const left = new Map(
    Object.entries<string | boolean>({
      ...ORDERER,
      ...FACILITY,
      matarnummer: 'MT-48211',
      mat_placering: 'fasad',
      fardigdatum: '2027-03-15',
      intygande: true,
    }),
  )
  for (let presses = 0; ; presses += 1) {
    expect(presses).toBeLessThan(250)
    const at = await keys.tab()
    const answer = left.get(at.name)
    if (answer !== undefined) {
      left.delete(at.name)
      await keys.answers(at, answer)
    }
    if (at.name === 'file.FOT') {
      await page
        .locator('[name="file.FOT"]')
        .setInputFiles({ name: 'central.jpg', mimeType: 'image/jpeg', buffer: jpeg })
      await sofia.sees('Sparad')
      // The focus is where it was, though a row came below it.
      expect((await keys.focus())!.name).toBe('file.FOT')
    }
    if (at.words.startsWith('Granska och skicka')) break
  }
  expect([...left.keys()]).toEqual([])
  await Promise.all([page.waitForURL('**/review'), keys.press('Enter')])
  await sofia.sees('central.jpg')
  for (let boxes = await page.locator('[name=accept]').count(); boxes > 0; boxes -= 1) {
    await keys.reaches('Jag har sett detta')
    await keys.press('Space')
  }
  await keys.opens('Skicka föranmälan')
  await sofia.sees('Skickat till Norrådalens Elnät AB.')
  expect(await sofia.status()).toContain('För godkännande')
  await sofia.leaves()
})

test('with the keyboard alone: an administrator finds a field, asks for it on a condition, moves it and publishes', async () => {
  const lena = await Person.arrives(stage, 'lena.frost')
  const { page } = lena
  const keys = new Typist(page)
  await lena.goes('/owner/configuration')
  await keys.opens('Jobbtyper')
  await keys.opens('LA01')
  // What is sought is found while it is typed, and its section opens.
  await keys.reaches('Sök på sidan')
  await page.keyboard.type('digital offert')
  await keys.opens('Digital offert')
  const left = new Map<string, string | boolean>([
    ['help', 'Offerten kommer som mejl.'],
    ['required', 'alla'],
    ['required_1', '{"field":"best_typ","is":"foretag"}'],
  ])
  for (let presses = 0; left.size > 0; presses += 1) {
    expect(presses).toBeLessThan(120)
    const at = await keys.tab()
    const answer = left.get(at.name)
    if (answer === undefined) continue
    left.delete(at.name)
    await keys.answers(at, answer)
  }
  await keys.opens('Spara i utkastet')
  await lena.sees('Sparat i utkastet.')
  await lena.sees('Skiljer sig från standarden')
  await lena.sees(/krav: .* → Krävs när Beställaren är: Företag/)

  // The grip moves it with the arrow keys, tells where it is, and keeps the focus.
  await keys.reaches('Sök på sidan')
  await page.keyboard.type('digital offert')
  const grip = await keys.reaches('Flytta Digital offert')
  expect(grip.words).toContain('pil upp och pil ner')
  const told = () => page.locator('[data-moved]').innerText()
  const order = () => page.locator('li:has([data-grip]:focus)').locator('xpath=preceding-sibling::li').count()
  const before = await order()
  await keys.press('ArrowUp')
  await expect.poll(told).toMatch(/^Digital offert: plats \d+ av \d+$/)
  await keys.press('ArrowUp')
  await expect.poll(order).toBe(before - 2)
  expect((await keys.focus())!.words).toContain('Flytta Digital offert')
  await page.reload()
  const kept = page.locator('[id="row-best_digital_offert"]').locator('xpath=preceding-sibling::li')
  expect(await kept.count()).toBe(before - 2)

  await keys.opens('Granska och publicera')
  await keys.reaches(/^Vad som är nytt/)
  await page.keyboard.type('Offert')
  await keys.opens('Publicera')
  await lena.sees('Bekräfta att det är du')
  // The field that is asked for has the focus already.
  expect((await keys.focus())!.type).toBe('password')
  await page.keyboard.type(PASSWORD)
  await keys.opens('Fortsätt')
  await lena.sees('Publicerat.')
  await lena.leaves()
})
