import { beforeAll, describe, expect, test } from 'vitest'
import { asActor, setClock } from '../../src/db/actor.ts'
import { change } from '../../src/configuration/draft.ts'
import type { Content } from '../../src/configuration/content.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { drainMail } from '../../src/worker/worker.ts'
import { PostOffice } from '../mail/postOffice.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { afterFile } from '../support/cleanup.ts'
import { Client, testServer } from '../support/client.ts'
import { AT, filledIn, presses } from '../support/configuration.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { multiply } from '../support/multiply.ts'

// 'Prova på tidigare ärenden': what has been sent, tried on the draft.

let db: TestDatabase
let office: PostOffice
let lena: Client, eva: Client
let people: ReturnType<typeof actorsOf>
let box: CaseRow, house: CaseRow, done: CaseRow
beforeAll(async () => {
  setClock('2027-01-11T09:00:00+01:00')
  db = await testDatabase()
  office = await new PostOffice().open()
  afterFile(() => office.close())
  const { address } = await testServer()
  people = actorsOf(db.world)
  box = await aCase.send(people.amir, await aCase(people.amir, 'LA01'))
  setClock('2027-02-01T09:00:00+01:00')
  house = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  done = await aCase.complete(
    people.amir,
    await aCase.approve(people.eva, await aCase.send(people.amir, await aCase(people.amir, 'LA01'))),
  )
  lena = await new Client(address).signIn('lena.frost')
  eva = await new Client(address).signIn('eva.nordin')
})

/** A draft with these changes and no others. */
async function drafts(work: (content: Content) => void): Promise<void> {
  await db.owner('configuration_drafts').delete()
  await asActor(people.lena, (tx) => change(tx, people.lena, { part: () => null, stamp: undefined, work }))
}
const job = (content: Content, code: string) => content.jobs.find((each) => each.code === code)!
const tries = async (query: Record<string, string> = {}) => {
  const page = await lena.get(`${AT}/samples?${new URLSearchParams(query).toString()}`)
  expect(page.status).toBe(200)
  return page.body.slice(page.body.indexOf('<main'))
}
/** What is said of a case. */
function said(page: string, { ref }: Pick<CaseRow, 'ref'>): string {
  const at = page.indexOf(`href="/cases/${ref}"`)
  return at === -1 ? '' : page.slice(at, page.indexOf('</ul>', at))
}

describe('a trial on earlier cases', () => {
  test('finds nothing while nothing is stricter', async () => {
    await drafts((content) => (job(content, 'LA01').name = 'Laddbox'))
    expect(await tries()).toContain('3 ärenden skulle gå igenom i utkastet som de är.')
  })

  test('says which attachments would lack, and not those that are there', async () => {
    await drafts((content) => {
      const { attachments } = job(content, 'LA01').notice
      attachments.push({ kind: 'EGA', label: 'Intyg om effektvakt', required: true })
      for (const slot of job(content, 'NY01').notice.attachments) if (slot.kind === 'SIT') slot.required = true
    })
    const page = await tries()
    expect(said(page, box)).toContain('Bifoga Intyg om effektvakt.')
    // A new house is sent with its plan of the site.
    expect(said(page, house)).toBe('')
    expect(page).toContain('2 ärenden')
  })

  test('and those that only the work would show, beside answers and network data that would lack', async () => {
    await drafts((content) => {
      const la01 = job(content, 'LA01')
      la01.completion.attachments.push({ kind: 'EGB', label: 'Kontrollprotokoll', required: true })
      la01.consent.sections[0]!.fields.push({
        key: 'x_egen_natstation',
        label: 'Nätstation',
        type: 'text',
        required: true,
      })
    })
    const page = await tries()
    expect(said(page, done)).toContain('Bifoga Kontrollprotokoll.')
    expect(said(page, done)).toContain('Nätuppgifter › Nätstation: Fyll i det här.')
    expect(said(page, box)).toBe('')
  })

  test('asks the rules of the trade: an area that has lost the postnummer is told as strictly as the draft is', async () => {
    await drafts((content) => {
      content.settings.strict_area = true
      for (const area of content.areas) area.postcodes = area.code === 'NRD' ? [['99000', '99999']] : area.postcodes
    })
    const page = await tries()
    for (const kase of [box, house, done])
      expect(said(page, kase)).toContain('Postnumret ligger inte i det nätområde du har valt.')
    expect(page).toMatch(/Stoppas<\/dt><dd class="num">3</)

    await drafts((content) => {
      for (const area of content.areas) area.postcodes = area.code === 'NRD' ? [['99000', '99999']] : area.postcodes
    })
    expect(await tries()).toMatch(/Bara varnas<\/dt><dd class="num">3</)

    await drafts((content) => (content.areas = content.areas.filter(({ code }) => code !== 'NRD')))
    expect(said(await tries(), box)).toContain('Nätområdet NRD går inte längre att välja.')
  })

  test('warns of times as they were on the day of sending, not of today', async () => {
    setClock('2028-02-01T09:00:00+01:00')
    await drafts((content) => (job(content, 'LA01').name = 'Laddbox'))
    expect(await tries()).toContain('Inga problem hittades')
    await drafts((content) => (job(content, 'LA01').leadDays = 300))
    const page = await tries()
    expect(said(page, box)).toContain('Varnas')
    expect(said(page, house)).toBe('')
    setClock('2027-02-01T09:00:00+01:00')
  })
})

describe('which cases', () => {
  test('are chosen by period, status, job type, number, or one by one', async () => {
    await drafts((content) => {
      for (const each of content.jobs)
        each.notice.attachments.push({ kind: 'EGC', label: 'Fullmakt i original', required: true })
    })
    const among = async (query: Record<string, string>) => {
      const page = await tries(query)
      return [box, house, done].map((kase) => said(page, kase) !== '')
    }
    expect(await among({})).toEqual([true, true, true])
    expect(await among({ to: '2027-01-11' })).toEqual([true, false, false])
    expect(await among({ from: '2027-01-12', to: '2027-02-01' })).toEqual([false, true, true])
    expect(await among({ status: 'completed' })).toEqual([false, false, true])
    expect(await among({ job: 'NY01' })).toEqual([false, true, false])
    expect(await among({ most: '1' })).toEqual([false, false, true])
    expect(await among({ refs: `${box.ref}, ${house.ref.toLowerCase()}`, most: '1', job: 'OV01' })).toEqual([
      true,
      true,
      false,
    ])
    expect(await tries({ refs: `${box.ref} NEL-2019-000404` })).toContain('Hittades inte: NEL-2019-000404')
    // What cannot be read counts as nothing said.
    expect(await among({ from: 'igår', status: '<b>', most: 'alla' })).toEqual([true, true, true])
  })

  test('when they are many go to the worker, whose progress is a page; the result is there for a day', async () => {
    await multiply(db, house, 140)
    await drafts((content) => {
      job(content, 'NY01').notice.attachments.push({ kind: 'EGA', label: 'Bygglov', required: true })
    })
    const page = await lena.get(`${AT}/samples?most=5000&job=NY01`)
    expect(page.body).toContain('Prova 141 ärenden')
    const asked = await presses(lena, '/samples?most=5000&job=NY01', { ...hiddenIn(page.body) }, '/samples')
    expect([asked.status, asked.location]).toEqual([303, expect.stringMatching(/^\/work\/\d+$/)])
    expect((await lena.get(asked.location)).body).toContain('Prov på tidigare ärenden')
    expect((await lena.get(`${AT}/samples`)).body).toContain('Ett prov pågår.')
    expect((await eva.get(asked.location)).status).toBe(404)

    await drainMail(db.ownerUrl, office.config)

    const { location } = await lena.get(asked.location)
    expect(location).toMatch(/\/samples\/\d+$/)
    const result = (await lena.get(location)).body
    expect(result).toMatch(/Provade<\/dt><dd class="num">141</)
    expect(result).toMatch(/Bifoga Bygglov\.<\/span> <span class="num muted">141 ärenden/)
    expect(result).not.toContain('har ändrats sedan provet')
    await asActor(people.lena, (tx) =>
      change(tx, people.lena, {
        part: () => null,
        stamp: undefined,
        work: (content) => void (job(content, 'NY01').leadDays = 9),
      }),
    )
    await db.owner('configuration_drafts').update({ changed_at: '2027-02-01T12:00:00Z' })
    expect((await lena.get(location)).body).toContain('Utkastet har ändrats sedan provet gjordes.')
    expect((await eva.get(location)).status).toBe(403)
  })
})

/** What the button of a long trial posts. */
function hiddenIn(body: string): Record<string, string> {
  const values = filledIn({ body } as never)
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
}
