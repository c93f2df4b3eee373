import { randomInt } from 'node:crypto'
import { MERGE_FIELDS, type Content } from './content.ts'
import { choice, filled, longText } from './inputs.ts'
import { PART_WORDS, PHASE_WORDS, USE_WORDS } from './labels.ts'
import { declared, numbered } from './part.ts'
import { cut } from '../text/cut.ts'

/** Coded reasons to reject with. Cases keep those of their version, so that an old rejection still reads. */
export const reasons = declared({
  place: 'Avvisningsorsaker',
  path: 'reasons',
  of: (content: Content) => content.reasons,
  // One that the owner made is known by its words.
  name: ({ code, text }) => (OWN_CODE.test(code) ? text : code),
  said: [
    ['text', ({ text }, t) => t(text)],
    ['gäller', ({ phase }, t) => t(PHASE_WORDS[phase])],
  ],
  check: ({ reasons: all }, say, t) => {
    for (const phase of ['notice', 'completion'] as const) {
      if (all.some((reason) => reason.phase === phase || reason.phase === 'both')) continue
      say('error', t('Det finns ingen orsak att avvisa en {what} med.', { what: t(PART_WORDS[phase]).toLowerCase() }))
    }
  },
  words: {
    intro: 'Orsaker som handläggaren väljer mellan vid avvisning. Handläggaren skriver alltid också egna ord.',
    add: 'Ny orsak',
    empty: 'Inga avvisningsorsaker',
    remove: 'Ärenden som redan har avvisats med orsaken visar den som förut.',
    icon: 'return',
  },
  order: 'by hand',
  title: ({ text }, t) => t(text),
  row: ({ code, phase }, { t }) => ({
    sub: OWN_CODE.test(code) ? t(PHASE_WORDS[phase]) : `${code} · ${t(PHASE_WORDS[phase])}`,
    tags: [],
  }),
  code: ownCode,
  inputs: () => ({
    text: filled('Text', 200, { help: 'Texten som installatören läser.' }),
    phase: choice('Kan användas för', PHASE_WORDS, 'Välj när orsaken kan användas.'),
  }),
  notes: (each, t) =>
    each?.code === 'TYP' ? [t('Koden TYP gör att installatören erbjuds att kopiera till rätt jobbtyp.')] : [],
})

/** Words that handläggare reuse, with merge fields in braces. */
export const texts = declared({
  place: 'Standardtexter',
  path: 'texts',
  of: (content: Content) => content.texts,
  name: ({ title }) => title,
  said: [
    ['text', ({ text }) => text],
    ['används', ({ use }, t) => t(USE_WORDS[use])],
  ],
  check: ({ texts: all }, say, t) => {
    for (const { code, title, text } of all) {
      const unknown = [...text.matchAll(/\{(\p{L}+)\}/gu)].find(([, name]) => !isMergeField(name!))
      if (!unknown) continue
      say('warning', t('{title}: {field} fylls inte i av ärendet.', { title, field: unknown[0] }), `/texts/${code}`)
    }
  },
  words: {
    intro: 'Texter som handläggaren fogar in och kan ändra innan de skickas.',
    add: 'Ny standardtext',
    empty: 'Inga standardtexter än',
    remove: 'Texter som redan är skrivna med den ändras inte.',
    icon: 'message',
  },
  order: 'by hand',
  title: ({ title }) => title,
  row: ({ text, use }, { t }) => ({ sub: `${t(USE_WORDS[use])} · ${cut(text, 120)}`, tags: [] }),
  code: numbered('T'),
  inputs: () => ({
    title: filled('Namn', 100),
    use: choice('Används', USE_WORDS, 'Välj var texten används.'),
    text: longText('Text', 4000, { required: true }),
  }),
  notes: (_each, t) => [t('Fylls i av ärendet: {list}', { list: MERGE_FIELDS.map((name) => `{${name}}`).join(' ') })],
})

const OWN_CODE = /^X[A-Z]{5}$/
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ'

/** Nobody has to invent one. By chance, so that one that was taken away never comes back as another: statistics count by it. */
function ownCode(taken: ReadonlySet<string>): string {
  for (;;) {
    const code = `X${Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`
    if (!taken.has(code)) return code
  }
}

const isMergeField = (name: string) => MERGE_FIELDS.some((known) => known === name.toLowerCase())
