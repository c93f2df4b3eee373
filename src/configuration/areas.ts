import { z } from 'zod'
import type { OwnerActor, Tx } from '../db/actor.ts'
import { parseEmail } from '../domain/forms/identifiers/email.ts'
import { optionalIdentifier } from '../web/forms.ts'
import { collection } from './collection.ts'
import { rangesInWords } from './compare.ts'
import type { DraftArea } from './content.ts'
import { filled, longText } from './inputs.ts'
import { BASE } from './page.ts'

/** Nätområden with their mail box and the postnummer they hold. */
export const areas = collection({
  path: 'areas',
  words: {
    list: 'Nätområden',
    intro:
      'Ett postnummer kan ligga i flera områden: då väljer installatören. Mejl om nya anmälningar går till områdets brevlåda.',
    add: 'Nytt nätområde',
    empty: 'Inga nätområden',
    remove: 'Nya anmälningar kan inte göras i området. Ärenden som redan finns där behåller det.',
    icon: 'map',
  },
  movable: false,
  of: (content) => content.areas,
  links: (t) => [
    { href: `${BASE}/areas/import`, label: t('Postnummer från en fil'), icon: 'upload', primary: false },
    { href: `${BASE}/areas/export.csv`, label: t('Hämta som fil'), icon: 'download', primary: false },
  ],
  row: ({ code, name, email, postcodes }, t) => ({
    title: `${code} ${name}`,
    sub: [
      email ?? t('ingen brevlåda'),
      postcodes.length <= 4 ? rangesInWords(postcodes) : t('{n} intervall av postnummer', { n: postcodes.length }),
    ]
      .filter((each) => each !== '')
      .join(' · '),
    tags: postcodes.length === 0 ? [{ label: t('Inga postnummer'), tint: 'amber' }] : [],
  }),
  schema: z.object({
    code: z.string().trim().default(''),
    name: filled(100),
    email: z.string().default('').pipe(optionalIdentifier(parseEmail)),
    postcodes: longText(60_000),
  }),
  known: (each) =>
    each
      ? { name: each.name, email: each.email ?? '', postcodes: rangesInWords(each.postcodes).replaceAll(', ', '\n') }
      : {},
  fields: (_content, each) => [
    {
      title: '',
      fields: [
        ...(each
          ? []
          : [
              {
                key: 'code',
                label: 'Nätområdes-ID',
                help: 'Tre tecken, t.ex. NRD. Ändras inte sedan.',
                type: 'text' as const,
                required: true,
                width: 4 as const,
              },
            ]),
        { key: 'name', label: 'Namn', type: 'text', required: true, width: 8 },
        {
          key: 'email',
          label: 'Brevlåda',
          help: 'Dit går mejl om nya och återkallade anmälningar.',
          type: 'email',
          width: 12,
        },
        {
          key: 'postcodes',
          label: 'Postnummer',
          help: 'Ett på varje rad, eller ett intervall som 12340–12349.',
          type: 'longText',
          width: 12,
        },
      ],
    },
  ],
  make: ({ code, name, email, postcodes }, before, content) => {
    const ranges = readRanges(postcodes)
    if ('wrong' in ranges) return { errors: { postcodes: 'Minst en rad går inte att läsa som postnummer: rätta den.' } }
    if (before) return { code: before.code, name, email, postcodes: ranges.list }
    const wanted = code.toUpperCase()
    if (!/^[A-ZÅÄÖ][A-ZÅÄÖ0-9]{2}$/.test(wanted))
      return { errors: { code: 'Skriv tre tecken, det första en bokstav.' } }
    return content.areas.some((each) => each.code === wanted)
      ? { errors: { code: 'Koden finns redan.' } }
      : { code: wanted, name, email, postcodes: ranges.list }
  },
  claim: isTaken,
})

/** Nätområdes-ID are of the whole country: what another owner has cannot be had, which only the table itself tells. */
async function isTaken(tx: Tx, actor: OwnerActor, code: string): Promise<Record<string, string> | null> {
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
    const [from = '', to] = line.split(/[-–]/)
    const range = readRange(from, to)
    if (!range) return { wrong: line }
    ranges.push(range)
  }
  return { list: merged(ranges) }
}

/** Two postnummer as people write them; one alone is a range of itself. */
export function readRange(from: string, to?: string): [string, string] | null {
  const [first, last] = [from, to ?? from].map((each) => each.replaceAll(/\s/g, ''))
  const isCode = (each?: string): each is string => /^[1-9]\d{4}$/.test(each ?? '')
  return isCode(first) && isCode(last) && first <= last ? [first, last] : null
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
