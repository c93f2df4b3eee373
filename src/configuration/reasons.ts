import { z } from 'zod'
import { collection } from './collection.ts'
import { MERGE_FIELDS, USES } from './content.ts'
import { filled, longText } from './inputs.ts'
import { PHASE_WORDS, USE_WORDS } from './labels.ts'

const optionsOf = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }))

/** Coded reasons to reject with. Cases keep those of their version, so that an old rejection still reads. */
export const reasons = collection({
  path: 'reasons',
  words: {
    list: 'Avvisningsorsaker',
    intro: 'Det handläggaren väljer mellan när något avvisas. Skäl i egna ord skrivs alltid till.',
    add: 'Ny orsak',
    empty: 'Inga avvisningsorsaker',
    remove: 'Ärenden som redan har avvisats med orsaken visar den som förut.',
    icon: 'return',
  },
  movable: true,
  of: (content) => content.reasons,
  row: ({ code, text, phase }, t) => ({ title: t(text), sub: `${code} · ${t(PHASE_WORDS[phase])}`, tags: [] }),
  schema: z.object({
    code: z.string().trim().default(''),
    text: filled(200),
    phase: z.enum(['notice', 'completion', 'both'], 'Välj när orsaken kan användas.'),
  }),
  known: (each) => (each ? { text: each.text, phase: each.phase } : {}),
  notes: (each, t) =>
    each?.code === 'TYP' ? [t('Koden TYP gör att installatören erbjuds att kopiera till rätt jobbtyp.')] : [],
  fields: (_content, each) => [
    {
      title: '',
      fields: [
        ...(each
          ? []
          : [
              {
                key: 'code',
                label: 'Kod',
                help: '2–6 bokstäver. Ändras inte sedan.',
                type: 'text' as const,
                required: true,
                width: 4 as const,
              },
            ]),
        {
          key: 'text',
          label: 'Text',
          help: 'Så som installatören läser den.',
          type: 'text',
          required: true,
          width: 12,
        },
        {
          key: 'phase',
          label: 'Kan användas för',
          type: 'choice',
          required: true,
          width: 12,
          options: optionsOf(PHASE_WORDS),
        },
      ],
    },
  ],
  make: ({ code, text, phase }, before, content) => {
    if (before) return { code: before.code, text, phase }
    const wanted = code.toUpperCase()
    if (!/^[A-ZÅÄÖ]{2,6}$/.test(wanted)) return { errors: { code: 'Skriv 2–6 bokstäver.' } }
    return content.reasons.some((each) => each.code === wanted)
      ? { errors: { code: 'Koden finns redan.' } }
      : { code: wanted, text, phase }
  },
})

/** Words that handläggare reuse, with merge fields in braces. */
export const texts = collection({
  path: 'texts',
  words: {
    list: 'Standardtexter',
    intro: 'Texter som handläggaren fogar in och kan ändra innan de skickas.',
    add: 'Ny standardtext',
    empty: 'Inga standardtexter än',
    remove: 'Det som redan är skrivet med texten ändras inte.',
    icon: 'message',
  },
  movable: true,
  of: (content) => content.texts,
  row: ({ title, text, use }, t) => ({ title, sub: `${t(USE_WORDS[use])} · ${text.slice(0, 120)}`, tags: [] }),
  schema: z.object({
    title: filled(100),
    use: z.enum(USES, 'Välj var texten används.'),
    text: longText(4000).pipe(z.string().min(1, 'Fyll i det här.')),
  }),
  known: (each) => (each ? { title: each.title, use: each.use, text: each.text } : {}),
  notes: (_each, t) => [t('Fylls i av ärendet: {list}', { list: MERGE_FIELDS.map((name) => `{${name}}`).join(' ') })],
  fields: () => [
    {
      title: '',
      fields: [
        { key: 'title', label: 'Namn', type: 'text', required: true, width: 12 },
        { key: 'use', label: 'Används', type: 'choice', required: true, width: 12, options: optionsOf(USE_WORDS) },
        { key: 'text', label: 'Text', type: 'longText', required: true, width: 12 },
      ],
    },
  ],
  make: ({ title, use, text }, before, content) => {
    const taken = new Set(content.texts.map(({ code }) => code))
    return { code: before?.code ?? freeCode('T', taken), title, use, text }
  },
})

/** The next of a row of codes that nobody chooses: T1, T2 … */
export function freeCode(letter: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n += 1) if (!taken.has(`${letter}${n}`)) return `${letter}${n}`
}
