import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { asActor, type InstallerActor, type OwnerActor } from '../../src/db/actor.ts'
import { translators } from '../../src/language/i18n.ts'
import { readAll } from '../../src/search/evidence.ts'
import { searchCases, stemsOf } from '../../src/search/queries.ts'
import { reasonsFor, wordsToStem } from '../../src/search/reasons.ts'
import { hasDigit, numbersOf, searchTerms, tokensOf } from '../../src/search/terms.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { testDatabase } from '../support/database.ts'

type Party = InstallerActor | OwnerActor
let people: ReturnType<typeof actorsOf>
/** What each side may read of its cases, by case. */
const read = new Map<string, Map<number, string[]>>()
/** Words that say nothing (och, på), which no index holds. */
const silent = new Set<string>()

beforeAll(async () => {
  const db = await testDatabase()
  people = actorsOf(db.world)
  const { amir, eva } = people
  for (const job of ['NY01', 'BE01', 'BE03', 'LA01', 'PR01']) {
    const sent = await aCase.send(
      amir,
      await aCase(amir, job, { note: `Grindkod 4711 till ${job}, ring 070-174 06 99` }),
    )
    await aCase.note(eva, sent, 'owner', `Kabelskåp KS-90 ses över av driftavdelningen (${job})`)
    await aCase.note(amir, sent, 'company', `Offerten kostade 12 500 kronor för ${job}`)
    if (sent.flow === 'F') await aCase.complete(amir, await aCase.approve(eva, sent))
  }
  for (const actor of [amir, eva]) {
    const texts = await asActor(actor, async (tx) => {
      const ids = (await tx('cases').pluck('id')) as number[]
      return new Map(
        [...(await readAll(tx, actor, ids, translators.sv))].map(([id, { evidence }]) => [
          id,
          evidence.map(({ text }) => text),
        ]),
      )
    })
    read.set(actor.side, texts)
    const words = wordsOf(actor.side).map(({ form }) => form)
    for (const [word, stem] of await asActor(actor, (tx) => stemsOf(tx, [...new Set(words)])))
      if (stem === '') silent.add(word)
  }
})

/** Every word and number somebody may read; a number shown in groups ('070-174 06 20') only whole. */
function wordsOf(side: string): { id: number; form: string }[] {
  return [...read.get(side)!].flatMap(([id, texts]) =>
    texts.flatMap((text) => {
      const numbers = numbersOf(text)
      const words = tokensOf(text).filter(
        ({ from, to }) => !numbers.some((number) => number.from <= from && to <= number.to),
      )
      return [...words, ...numbers].flatMap(({ forms }) => forms.map((form) => ({ id, form })))
    }),
  )
}

async function ask(actor: Party, q: string) {
  return asActor(actor, async (tx) => {
    const terms = searchTerms(q)
    const ids = (await searchCases(tx, terms, 'both', null, 101)).map((hit) => hit.case_id)
    const readable = await readAll(tx, actor, ids, translators.sv)
    const stems = await stemsOf(
      tx,
      wordsToStem(
        [...readable.values()].flatMap((each) => each.evidence),
        terms,
      ),
    )
    return {
      stop: terms.words.some((word) => stems.get(word) === ''),
      ids,
      reasons: ids.map((id) => reasonsFor(readable.get(id)!.evidence, terms, stems)),
    }
  })
}

test.each(['installer', 'owner'])(
  'what the %s can read is found by each of its words, and whatever is found says why',
  async (side) => {
    const actor: Party = side === 'owner' ? people.eva : people.amir
    const words = wordsOf(side).filter(({ form }) => !silent.has(form))
    expect(words.length).toBeGreaterThan(300)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...words), fc.nat(30), async ({ id, form }, cut) => {
        // The beginning of a word, any part of a number; too short to search for is for another test.
        const part = hasDigit(form)
          ? form.slice(cut % Math.max(1, form.length - 3))
          : form.slice(0, Math.max(3, form.length - (cut % 4)))
        if (part.length < 2 || part.includes(':')) return
        const { stop, ids, reasons } = await ask(actor, part)
        if (!stop) expect(ids, part).toContain(id)
        expect(
          reasons.every((reason) => reason !== null && reason.length > 0),
          part,
        ).toBe(true)
      }),
      { numRuns: 120 },
    )
  },
)

test('words of the other side’s notes alone find nothing', async () => {
  for (const q of ['driftavdelningen', 'KS-90']) expect((await ask(people.amir, q)).ids, q).toEqual([])
  for (const q of ['offerten', '12 500']) expect((await ask(people.eva, q)).ids, q).toEqual([])
})
