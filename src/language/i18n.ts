import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../config.ts'

export type Language = 'sv' | 'en'
export type Translate = (sentence: string, params?: Record<string, string | number>) => string

const english = new Map<string, string>()
for (const file of readdirSync(path.join(root, 'locales')).filter((name) => /^en(\.\w+)?\.json$/.test(name))) {
  const entries = JSON.parse(readFileSync(path.join(root, 'locales', file), 'utf8')) as Record<string, string>
  for (const [sentence, translation] of Object.entries(entries)) english.set(sentence, translation)
}

const plurals = { sv: new Intl.PluralRules('sv'), en: new Intl.PluralRules('en') }

/**
 * The Swedish sentence is the key; what has no translation is shown in Swedish. {name} is filled from params, and of
 * 'en fil|{n} filer' the form that suits params.n is taken.
 */
export function translator(lang: Language): Translate {
  return (sentence, params) => {
    const words = lang === 'en' ? (english.get(sentence) ?? sentence) : sentence
    if (!params) return words
    const form = typeof params['n'] === 'number' && words.includes('|') ? plural(lang, words, params['n']) : words
    return form.replace(/\{(\w+)\}/g, (hole, name: string) => String(params[name] ?? hole))
  }
}

function plural(lang: Language, words: string, n: number): string {
  const [one = '', other = ''] = words.split('|')
  return plurals[lang].select(n) === 'one' ? one : other
}

export const translators = { sv: translator('sv'), en: translator('en') }
