import type { Translate } from '../language/i18n.ts'
import type { Content } from './content.ts'
import type { Difference, GatheredDifference } from './part.ts'
import { DRAFT } from './parts.ts'

/** What a publication would change, in the order of the pages. */
export function compare(before: Content, after: Content, t: Translate): Difference[] {
  const list: Difference[] = []
  const say = (place: string, what: string, from: string, to: string) => {
    if (from !== to) list.push({ place, what, from, to })
  }
  for (const part of DRAFT) part.compare(before, after, say, t)
  return list
}

/** The same difference in many jobs is one line that names them all. */
export function gathered(differences: Difference[]): GatheredDifference[] {
  const lines = new Map<string, GatheredDifference>()
  for (const { place, ...rest } of differences) {
    const key = JSON.stringify(rest)
    const line = lines.get(key) ?? { ...rest, places: [] }
    line.places.push(place)
    lines.set(key, line)
  }
  return [...lines.values()]
}
