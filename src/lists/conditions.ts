import type { Actor } from '../db/actor.ts'
import type { List } from './address.ts'
import { conditionFor, type Bindings, type FieldName } from './fields.ts'
import { conditionOf, PLACES } from './places.ts'

/** SQL over cases and its named bindings; row level security stands under it. */
export interface Where {
  sql: string
  bindings: Bindings
}

/** Which cases a list holds, and the ways to look for them, of which one is taken when the statement is run. */
export interface Wanted extends Where {
  /** What the statement begins with: '' or a `with`. */
  with: string
  /** Conditions, of which exactly one holds. */
  arms: string[]
}

/** SQL that asks the same of each arm. PostgreSQL sees before it reads a row which of them can give none. */
export function inArms({ sql, arms }: Wanted, select: (condition: string) => string): string {
  return arms.map((arm) => `(${select(arm === '' ? sql : `${arm} and ${sql}`)})`).join(' union all ')
}

export function whereOf(list: List, actor: Actor): Wanted {
  const words = wordsOf(list.q)
  const parts: Where[] = [
    { sql: conditionOf(list.place, actor.side), bindings: { me: actor.userId, words: words.join(' ').toLowerCase() } },
    ...(Object.keys(list.filters) as FieldName[]).flatMap((name) => conditionFor(name, list.filters[name]!) ?? []),
    ...words.map((word, at) => holds(word, `word${at}`)),
    ...(list.from ? [{ sql: 'expected_on >= :from::date', bindings: { from: list.from } }] : []),
    ...(list.to ? [{ sql: 'expected_on <= :to::date', bindings: { to: list.to } }] : []),
  ]
  return {
    sql: parts.map(({ sql }) => `(${sql})`).join(' and '),
    bindings: Object.assign({}, ...parts.map(({ bindings }) => bindings)) as Bindings,
    ...(PLACES[list.place].archived && words.length > 0 ? ARCHIVE : { with: '', arms: [''] }),
  }
}

/**
 * An archive grows for ever: the few of its lines that may have the words are looked up, and of those it is asked whether
 * they have. Where looking up is no help (app.archived_with says when), the archive is read in the list's order as any list.
 */
const ARCHIVE = {
  with: `with lines as materialized (select app.archived_with(string_to_array(:words, ' ')) as ids) `,
  arms: ['id = any ((select ids from lines)::bigint[])', '(select ids from lines) is null'],
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
