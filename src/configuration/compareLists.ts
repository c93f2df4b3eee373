import type { Translate } from '../language/i18n.ts'
import type { ListPart, SayDifference } from './part.ts'

/** Lists of things with a code each: what came, went, changed or moved. */
export function compareLists<T extends { code: string }>(
  before: T[],
  after: T[],
  { place: word, name, said }: Pick<ListPart<T>, 'place' | 'name' | 'said'>,
  say: SayDifference,
  t: Translate,
): void {
  const place = t(word)
  for (const each of after) {
    const old = before.find(({ code }) => code === each.code)
    if (!old) say(place, name(each), '', [t('tillagt'), ...saidOf(each, said, t)].join(' · '))
    else for (const [what, tell] of said) say(place, `${name(each)}, ${t(what)}`, tell(old, t), tell(each, t))
  }
  for (const old of before) {
    if (!after.some(({ code }) => code === old.code)) say(place, name(old), t('fanns'), t('borttaget'))
  }
  sayOrder(before, after, name, (what, moved) => say(place, what, '', moved), t)
}

/** Only what is on both sides: what came or went is said elsewhere. */
export function sayOrder<T extends { code: string }>(
  before: T[],
  after: T[],
  name: (each: T) => string,
  say: (what: string, moved: string) => void,
  t: Translate,
): void {
  const both = (list: T[], other: T[]) => list.filter(({ code }) => other.some((each) => each.code === code))
  const old = both(before, after).map(({ code }) => code)
  const now = both(after, before)
  const first = now.findIndex(({ code }, index) => code !== old[index])
  if (first === -1) return
  const moved = now.slice(first).filter(({ code }, index) => code !== old[first + index])
  say(t('ordning'), t('flyttat: {names}', { names: moved.slice(0, 4).map(name).join(', ') }))
}

/** What is new says all of itself: nothing is published that was not told. */
function saidOf<T extends { code: string }>(each: T, said: ListPart<T>['said'], t: Translate): string[] {
  return said.flatMap(([what, tell]) => {
    const words = tell(each, t)
    return words === '' ? [] : `${t(what)}: ${words}`
  })
}
