import type { OwnerActor, Tx } from '../db/actor.ts'
import { parsePostcodes } from '../domain/forms/identifiers/postcode.ts'
import type { Content, DraftArea } from './content.ts'
import { email, filled, parsed, typedCode } from './inputs.ts'
import { BASE, declared } from './part.ts'

export const AREA_CODE = /^[A-ZÅÄÖ][A-ZÅÄÖ0-9]{2}$/

/** Nätområden with their mail box and the postnummer they hold. */
export const areas = declared({
  place: 'Nätområden',
  path: 'areas',
  of: (content: Content) => content.areas,
  name: ({ code }) => code,
  said: [
    ['namn', ({ name }) => name],
    ['e-post', (area) => area.email ?? ''],
    ['postnummer', ({ postcodes }) => rangesInWords(postcodes)],
  ],
  check: ({ areas: all }, say, t) => {
    if (all.length === 0) say('error', t('Det finns inget nätområde, så ingen kan anmäla något.'))
    for (const { code, postcodes } of all) {
      const at = `/areas/${code}`
      if (postcodes.length === 0)
        say('warning', t('{code} har inga postnummer, så installatören får välja nätområdet själv.', { code }), at)
      const sorted = postcodes.toSorted(([a], [b]) => a.localeCompare(b))
      for (const [index, [from, to]] of sorted.entries()) {
        if (from > to) say('error', t('{code}: {from}–{to} går baklänges.', { code, from, to }), at)
        if ((sorted[index - 1]?.[1] ?? '') >= from)
          say('error', t('{code}: {from}–{to} överlappar raden före.', { code, from, to }), at)
      }
    }
  },
  words: {
    intro:
      'Ligger ett postnummer i flera nätområden väljer installatören. Mejl om nya anmälningar går till nätområdets brevlåda.',
    add: 'Nytt nätområde',
    empty: 'Inga nätområden',
    remove: 'Nya anmälningar kan inte göras i området. Ärenden som redan finns där behåller det.',
    icon: 'map',
  },
  order: 'as kept',
  links: () => [
    { href: `${BASE}/areas/import`, label: 'Postnummer från en fil', icon: 'upload', primary: false },
    { href: `${BASE}/areas/export.csv`, label: 'Hämta som fil', icon: 'download', primary: false },
  ],
  title: ({ code, name }) => `${code} ${name}`,
  row: ({ email: box, postcodes }, { t }) => ({
    sub: [
      box ?? t('ingen brevlåda'),
      postcodes.length <= 4 ? rangesInWords(postcodes) : t('{n} intervall av postnummer', { n: postcodes.length }),
    ]
      .filter((each) => each !== '')
      .join(' · '),
    tags: postcodes.length === 0 ? [{ label: t('Inga postnummer'), tint: 'amber' }] : [],
  }),
  code: typedCode(
    'Nätområdes-ID',
    'Tre tecken, t.ex. NRD. Ändras inte sedan.',
    AREA_CODE,
    'Skriv tre tecken, det första en bokstav.',
  ),
  claim: isTaken,
  inputs: () => ({
    name: filled('Namn', 100, { width: 8 }),
    email: email('Brevlåda', { help: 'Mejl om nya och återkallade anmälningar skickas hit.', width: 12 }),
    postcodes: parsed('Postnummer', 60_000, 'Minst en rad går inte att läsa som postnummer: rätta den.', {
      help: 'Ett på varje rad, eller ett intervall som 12340–12349.',
      parse: (typed) => {
        const ranges = readRanges(typed)
        return 'wrong' in ranges ? null : ranges.list
      },
      show: (ranges: DraftArea['postcodes']) => rangesInWords(ranges).replaceAll(', ', '\n'),
    }),
  }),
})

export function rangesInWords(ranges: DraftArea['postcodes']): string {
  return ranges.map(([from, to]) => (from === to ? from : `${from}–${to}`)).join(', ')
}

/** Nätområdes-ID are of the whole country: what another owner has cannot be had, which only the table itself tells. */
export async function isTaken(tx: Tx, actor: OwnerActor, code: string): Promise<Record<string, string> | null> {
  const own = await tx('areas').where({ owner_id: actor.ownerId, code }).first('id')
  if (own !== undefined) return null
  try {
    await tx.transaction(async (trial) => {
      await trial('areas').insert({ owner_id: actor.ownerId, code, name: code })
      throw new Trial()
    })
  } catch (error) {
    if (error instanceof Trial) return null
    if ((error as { code?: string }).code === '23505') return { code: 'Ett annat nätbolag har det nätområdet.' }
    throw error
  }
  return null
}

class Trial extends Error {}

/** '12340–12349' a line, a comma or a semicolon; in order, and those that meet as one. */
export function readRanges(text: string): { list: DraftArea['postcodes'] } | { wrong: string } {
  const ranges: DraftArea['postcodes'] = []
  for (const line of text.split(/[\n,;]/).map((each) => each.trim())) {
    if (line === '') continue
    const range = parsePostcodes(line)
    if (!range) return { wrong: line }
    ranges.push(range)
  }
  return { list: merged(ranges) }
}

/** In order, each postnummer once: ranges that overlap or follow each other become one. */
export function merged(ranges: DraftArea['postcodes']): DraftArea['postcodes'] {
  const list: DraftArea['postcodes'] = []
  for (const [from, to] of ranges.toSorted(([a], [b]) => a.localeCompare(b))) {
    const last = list.at(-1)
    if (last && Number(from) <= Number(last[1]) + 1) last[1] = to > last[1] ? to : last[1]
    else list.push([from, to])
  }
  return list
}
