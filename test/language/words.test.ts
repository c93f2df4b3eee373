import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { rejectionReasons } from '../../src/owners/reasons.ts'
import { translators } from '../../src/language/i18n.ts'

// What people read: every Swedish sentence with its English. Sentences of earlier catalogues stay as they were published.
const files = readdirSync(path.join(root, 'locales')).filter((name) => name !== 'en.earlier.json')
const said = files.flatMap((file) =>
  Object.entries(JSON.parse(readFileSync(path.join(root, 'locales', file), 'utf8')) as Record<string, string>),
)
/** The pages of help, a paragraph or item each. */
const helped = (lang: string) =>
  readdirSync(path.join(root, 'help', lang)).flatMap((file) =>
    readFileSync(path.join(root, 'help', lang, file), 'utf8')
      .split('\n')
      .map((line) => line.replace(/^(#+|-|\d+\.) |[_*]/g, ''))
      .filter((line) => line !== '' && !line.startsWith('!')),
  )
/** Merge fields are names that owners have written in their texts. */
const plain = (text: string) => text.replace(/\{[^}]+\}/g, '…')

/** The rows of a glossary: a word, and what is not said for it. */
function glossary(file: string): { word: string; not: string[] }[] {
  const rows = readFileSync(path.join(root, 'docs', file), 'utf8').matchAll(
    /^\| (?!-|ordet|word)([^|]+?) *\|[^|]+\|([^|]+)\|$/gm,
  )
  return [...rows].map(([, word, not]) => ({
    word: word!,
    not: [...not!.matchAll(/`([^`]+)`/g)].map(([, each]) => each!),
  }))
}

/** `handler*` finds handlers; `facility id` does not find facility ID. A word of capitals is looked for as it stands. */
function pattern(word: string, lang: 'sv' | 'en'): RegExp {
  const end = word.endsWith('*') ? '' : '(?![\\p{L}\\d-])'
  const exact = /[A-Z]/.test(word) || word === 'facility id' || word === 'anläggnings-id'
  // Swedish compounds are one word: fyranätägaren would be found by its beginning alone.
  const start = lang === 'sv' && word.endsWith('*') ? '' : '(?<![\\p{L}\\d-])'
  return new RegExp(start + word.replace(/\*$/, '') + end, exact ? 'u' : 'iu')
}

const LANGUAGES = [
  { lang: 'sv', file: 'glossary.sv.md', texts: [...said.map(([swedish]) => swedish), ...helped('sv')] },
  { lang: 'en', file: 'glossary.en.md', texts: [...said.map(([, english]) => english), ...helped('en')] },
] as const

describe.each(LANGUAGES)('the glossary in $file', ({ lang, file, texts }) => {
  const rows = glossary(file)
  test('has a row for each thing that has had several words', () => {
    expect(rows.length).toBeGreaterThan(14)
    expect(rows.filter(({ not }) => not.length === 0)).toEqual([])
  })

  test.each(rows)('$word is called nothing else', ({ not }) => {
    const found = not.flatMap((word) => texts.filter((text) => pattern(word, lang).test(plain(text))))
    expect(found).toEqual([])
  })

  test('its words are those that are used', () => {
    const all = texts.join('\n').toLowerCase()
    const unused = rows.map(({ word }) => word).filter((word) => !all.includes(word.toLowerCase().split(' (')[0]!))
    expect(unused.filter((word) => word !== 'the two people rule')).toEqual([])
  })
})

/** Turns of phrase that nobody says aloud, each with what stood here once. */
const UNSPOKEN: [what: string, wrong: RegExp, ...samples: string[]][] = [
  [
    'somebody or something that is first called and then told of',
    /(?<!Skriv |Spara |Anmäl |visar |\p{L})([Dd]en|[Dd]et|[Dd]e) som\b/u,
    'Den som står i det inlästa registret från Elsäkerhetsverket släpps in direkt',
    'Det som har väntat längst står först.',
    'Rätta det som är fel skrivet.',
    'Aldrig av sig själv: det som har varit avvisat, är i väntläge …',
  ],
  [
    'an empty input that speaks',
    /(^|[.!?] )Tomt: |, eller inget\b/,
    'Tomt: görs av namnet',
    'Ange ett tal, eller inget.',
  ],
  ['an answer that speaks', /(^|[.!?] )(Ja|Nej|Av|På|0): /, 'Nej: installatören varnas bara.', '0: får återanvändas.'],
  ['a matter with a will', /\bav sig själv(t|a)?\b/i, 'Av sig själv efter', 'Sätts av sig självt'],
  ['a direction without a verb', /(^|[.!?] )(Dit|Där)\b/, 'Dit går svar på ansökningar.', 'Där ni får anmäla.'],
  [
    'a measure without a noun',
    /(^|[.!?] )Så (snart|sällan|länge|långt|många)\b/,
    'Så snart ni lovar besked.',
    'Så sällan får den ansvarige välja',
  ],
  [
    'a picture where there is a word',
    /fyra ögon|svarsdag|släpp(s|er|a)? in\b|går sönder|någonsin|\bi varje parts händer\b|ärendets väg|får du inte göra/i,
    'Fyra ögon',
    'Ingen svarsdag',
    'Hur företag släpps in',
    'Inget går sönder',
    'Minst så många, någonsin.',
    'Tid i varje parts händer',
    'Ärendets väg',
    'Det får du inte göra',
  ],
  [
    'a noun where one does something',
    /\bGör med\b|^Läsa$|^E-postmeddelande$/,
    'Gör med de valda',
    'Läsa',
    'E-postmeddelande',
  ],
]

describe.each(UNSPOKEN)('no Swedish sentence has %s', (_what, wrong, ...samples) => {
  test.each(samples)('as in “%s”', (sample) => {
    expect(sample).toMatch(wrong)
  })
  test('in all of the interface', () => {
    expect([...said.map(([swedish]) => swedish), ...helped('sv')].filter((text) => wrong.test(text))).toEqual([])
  })
})

test('the reasons to reject that come with the platform are said in English too', () => {
  const untold = rejectionReasons.filter(({ text }) => translators.en(text) === text).map(({ code }) => code)
  expect(untold).toEqual([])
})
