import type { Actor } from '../db/actor.ts'
import type { List } from './address.ts'
import { conditionFor, type Bindings, type FieldName } from './fields.ts'
import { conditionOf } from './places.ts'

/** SQL over cases and its named bindings; row level security stands under it. */
export interface Where {
  sql: string
  bindings: Bindings
}

export function whereOf(list: List, actor: Actor): Where {
  const parts: Where[] = [
    { sql: conditionOf(list.place, actor.side), bindings: { me: actor.userId } },
    ...(Object.keys(list.filters) as FieldName[]).flatMap((name) => conditionFor(name, list.filters[name]!) ?? []),
    ...wordsOf(list.q).map((word, at) => holds(word, `word${at}`)),
    ...(list.from ? [{ sql: 'expected_on >= :from::date', bindings: { from: list.from } }] : []),
    ...(list.to ? [{ sql: 'expected_on <= :to::date', bindings: { to: list.to } }] : []),
  ]
  return {
    sql: parts.map(({ sql }) => `(${sql})`).join(' and '),
    bindings: Object.assign({}, ...parts.map(({ bindings }) => bindings)) as Bindings,
  }
}

/** Each word must be there, in any order. */
function wordsOf(q: string): string[] {
  return q.split(/\s+/).filter(Boolean).slice(0, 6)
}

/** A short number is a house's or an order's and must be whole: as part of a number it would be in every line. */
function holds(word: string, binding: string): Where {
  const exact = word.toLowerCase().replace(/[\\%_]/g, '\\$&')
  return /^\d{1,3}$/.test(word)
    ? { sql: `' ' || translate(line_text, ',', ' ') || ' ' like :${binding}`, bindings: { [binding]: `% ${exact} %` } }
    : { sql: `line_text like :${binding}`, bindings: { [binding]: `%${exact}%` } }
}
