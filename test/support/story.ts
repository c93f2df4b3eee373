import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { setClock } from '../../src/db/actor.ts'
import { startWorker } from '../../src/worker/worker.ts'
import { PostOffice } from '../mail/postOffice.ts'
import { newContext, testBrowser } from './chromium.ts'
import { testServer } from './client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from './database.ts'
import { afterFile } from './cleanup.ts'

export interface Stage {
  db: TestDatabase
  address: string
  office: PostOffice
  browser: Browser
}

/** The whole program for a story: database, web, worker, an SMTP server that receives, and a browser. */
export async function setStage(): Promise<Stage> {
  const db = await testDatabase()
  const { address } = await testServer()
  const office = await new PostOffice().open()
  const worker = await startWorker(db.ownerUrl, office.config)
  const browser = await testBrowser()
  // The queue goes by the machine's clock, which no test can set: the minute in which a decision can be undone is skipped.
  office.hurry = async () => {
    await db.owner.raw(`select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs
      where task_identifier = 'mail' and attempts = 0 and locked_at is null), run_at := now())`)
  }
  afterFile(async () => {
    await worker.stop()
    await office.close()
  })
  return { db, address, office, browser }
}

/** What everybody's clock says from here on, Swedish time. */
export function itIs(day: string, time = '09:00'): void {
  const offset = day >= '2027-03-28' && day < '2027-10-31' ? '+02:00' : '+01:00'
  setClock(`${day}T${time}:00${offset}`)
}

/** Somebody with a browser window of their own. */
export class Person {
  readonly page: Page
  private readonly stage: Stage
  private readonly context: BrowserContext

  private constructor(stage: Stage, context: BrowserContext, page: Page) {
    this.stage = stage
    this.context = context
    this.page = page
  }

  static async arrives(stage: Stage, username: string, viewport = { width: 1280, height: 900 }): Promise<Person> {
    const person = await Person.comes(stage, viewport)
    await person.signsIn(username, PASSWORD)
    await person.page.waitForURL('**/inbox')
    return person
  }

  /** Somebody who has not signed in. */
  static async comes(
    stage: Stage,
    viewport = { width: 1280, height: 900 },
    more: { javaScriptEnabled?: boolean } = {},
  ): Promise<Person> {
    // What is as narrow as a phone is one: touched with a finger.
    const phone = viewport.width < 500
    const context = await newContext({
      baseURL: stage.address,
      locale: 'sv-SE',
      viewport,
      hasTouch: phone,
      isMobile: phone,
      ...more,
    })
    const page = await context.newPage()
    const person = new Person(stage, context, page)
    // A broken script or a refused resource is a fault, whatever the page looks like.
    page.on('pageerror', (error) => person.faults.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('status of 4')) person.faults.push(message.text())
    })
    return person
  }

  async signsIn(username: string, password: string): Promise<void> {
    await this.page.goto('/sign-in')
    await this.page.fill('[name=username]', username)
    await this.page.fill('[name=password]', password)
    await this.page.getByRole('button', { name: 'Logga in', exact: true }).click()
    await this.page.waitForLoadState('load')
  }

  /** Answers the page that asks who it is before a deed that decides who gets in (src/sign-in/accounts/recentProof.ts). */
  async proves(password = PASSWORD): Promise<void> {
    await this.sees('Bekräfta att det är du')
    await this.page.fill('[name=current]', password)
    await this.presses('Fortsätt')
  }

  readonly faults: string[] = []

  async leaves(): Promise<void> {
    expect(this.faults).toEqual([])
    await this.context.close()
  }

  goes(path: string) {
    return this.page.goto(path)
  }

  /** Presses a button or follows a link by its words. */
  async presses(name: string | RegExp, within: Page | Locator = this.page): Promise<void> {
    const found = within
      .getByRole('button', { name, exact: typeof name === 'string' })
      .or(within.getByRole('link', { name, exact: typeof name === 'string' }))
    await found.first().click()
    await this.page.waitForLoadState('load')
  }

  /** Opens the menu of a row and presses what stands in it. */
  async choosesInRow(row: Locator, name: string): Promise<void> {
    await row.locator('.row-menu > summary').click()
    await this.presses(name, row)
  }

  /** Fills a form by the names of its inputs, whatever control each of them is. */
  async fills(answers: Record<string, string | boolean>): Promise<void> {
    for (const [name, value] of Object.entries(answers)) await this.fill(name, value)
  }

  async fill(name: string, value: string | boolean): Promise<void> {
    const control = this.page.locator(`[name="${name}"]`).first()
    await this.unfold(control)
    const type = await control.getAttribute('type')
    const isList = (await control.and(this.page.locator('select')).count()) > 0
    if (typeof value === 'boolean') await control.setChecked(value)
    else if (isList) await control.selectOption(value)
    else if (type === 'radio') await this.page.locator(`label:has([name="${name}"][value="${value}"])`).click()
    else await control.fill(value)
  }

  /** Opens the folds that an input lies in, as a person must before typing there. */
  private async unfold(control: Locator): Promise<void> {
    for (const fold of await control.locator('xpath=ancestor::details[not(@open)]').all()) {
      await fold.locator('xpath=./summary').click()
    }
  }

  /** Nytt ärende, up to the form: installationstyp, jobbtyp, postnummer. */
  async begins(type: string, job: string, where: Record<string, string>): Promise<void> {
    await this.goes('/cases')
    await this.presses('Nytt ärende')
    await this.page.locator('summary', { hasText: type }).click()
    await this.page.locator('label', { hasText: job }).first().click()
    await this.fills(where)
    await this.presses('Skapa anmälan')
  }

  /** From the form through the page that shows all that goes, with every warning ticked, to the case. */
  async sends(label: string): Promise<void> {
    // The form waits for files that are on their way, so the page that comes is what tells.
    await Promise.all([this.page.waitForEvent('load'), this.presses('Granska och skicka')])
    if (!this.page.url().endsWith('/review')) return
    for (const box of await this.page.locator('[name=accept]').all()) await box.check()
    await this.presses(label)
  }

  attaches(kind: string, name: string, mimeType: string, buffer: Buffer) {
    return this.page.locator(`[name="file.${kind}"]`).setInputFiles({ name, mimeType, buffer })
  }

  sees(text: string | RegExp) {
    return expect.poll(() => this.page.locator('body').innerText()).toMatch(asPattern(text))
  }

  async doesNotSee(text: string | RegExp): Promise<void> {
    expect(await this.page.locator('body').innerText()).not.toMatch(asPattern(text))
  }

  /** The words of the status beside the case's number. */
  status(): Promise<string> {
    return this.page.locator('.case-head .tag, .case-head [class*=status]').first().innerText()
  }

  /** What the symbols of the case say, as a screen reader tells them. */
  async symbols(): Promise<string> {
    return this.page.locator('.case-head .symbols').innerText()
  }

  async photographs(name: string): Promise<void> {
    mkdirSync('/tmp/stories', { recursive: true })
    await this.page.screenshot({ path: `/tmp/stories/${name}.png`, fullPage: true })
  }
}

function asPattern(text: string | RegExp): RegExp {
  return typeof text === 'string' ? new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i') : text
}

/** Letters that have arrived at an address, newest last; waits until there are as many as expected. */
export async function lettersTo(office: PostOffice, address: string, count: number) {
  const arrived = () =>
    office.letters.filter((letter) =>
      [letter.to].flat().some((to) => to?.value.some((each) => each.address === address)),
    )
  await office.hurry()
  await expect.poll(() => arrived().length).toBe(count)
  return arrived()
}
