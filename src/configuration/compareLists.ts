import type { Translate } from '../language/i18n.ts'

export type Say = (place: string, what: string, from: string, to: string) => void

/** Lists of things with a code each: what came, went, changed or moved. */
export function compareLists<T extends { code: string }>(
  before: T[],
  after: T[],
  place: string,
  say: Say,
  t: Translate,
  words: { name: (each: T) => string; said: Record<string, (each: T) => string> },
): void {
  for (const each of after) {
    const old = before.find(({ code }) => code === each.code)
    if (!old) say(place, words.name(each), '', t('tillagt'))
    else
      for (const [what, read] of Object.entries(words.said))
        say(place, `${words.name(each)}, ${what}`, read(old), read(each))
  }
  for (const old of before) {
    if (!after.some(({ code }) => code === old.code)) say(place, words.name(old), t('fanns'), t('borttaget'))
  }
  sayOrder(say, place, before, after, words.name, t)
}

/** Only what is on both sides: what came or went is said elsewhere. */
export function sayOrder<T extends { code: string }>(
  say: Say,
  place: string,
  before: T[],
  after: T[],
  name: (each: T) => string,
  t: Translate,
): void {
  const both = (list: T[], other: T[]) => list.filter(({ code }) => other.some((each) => each.code === code))
  const old = both(before, after).map(({ code }) => code)
  const now = both(after, before)
  const first = now.findIndex(({ code }, index) => code !== old[index])
  if (first === -1) return
  const moved = now.slice(first).filter(({ code }, index) => code !== old[first + index])
  say(place, t('ordning'), '', t('flyttat: {names}', { names: moved.slice(0, 4).map(name).join(', ') }))
}
