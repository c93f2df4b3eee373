import type { Actor } from '../db/actor.ts'
import { UNNAMED, type StatementOptions } from '../db/prepared.ts'
import { isNarrowed, type List } from './address.ts'
import { conditionFor, type Bindings, type FieldName } from './fields.ts'
import { conditionOf, PLACES } from './listKinds.ts'
import { soughtIn, type Sought } from './words.ts'

/** SQL over cases and its named bindings; row level security adds the tenant. */
export interface Where {
  sql: string
  bindings: Bindings
}

/** The condition of a list, split into arms of which one is used at run time. */
export interface Wanted extends Where {
  /** CTEs before the statement, or ''. */
  with: string
  /** Mutually exclusive conditions; exactly one holds. */
  arms: string[]
  /** How many cases suit a search or filter depends on its values, and so does the best plan. */
  options: StatementOptions
}

/** The query of each arm joined by UNION ALL: a one-time filter lets PostgreSQL skip the arms that cannot give rows. */
export function inArms({ sql, arms }: Wanted, select: (condition: string) => string): string {
  return arms.map((arm) => `(${select(arm === '' ? sql : `${arm} and ${sql}`)})`).join(' union all ')
}

export function whereOf(list: List, actor: Actor): Wanted {
  const words = soughtIn(list.q)
  const inIndex = words.flatMap(({ index }) => index).join(' ')
  const parts: Where[] = [
    { sql: placeOf(list, actor), bindings: { me: actor.userId, words: inIndex } },
    ...(Object.keys(list.filters) as FieldName[]).flatMap((name) => conditionFor(name, list.filters[name]!) ?? []),
    ...words.map((word, at) => holds(word, `word${at}`)),
    ...(list.from ? [{ sql: 'expected_on >= :from::date', bindings: { from: list.from } }] : []),
    ...(list.to ? [{ sql: 'expected_on <= :to::date', bindings: { to: list.to } }] : []),
  ]
  return {
    sql: parts.map(({ sql }) => `(${sql})`).join(' and '),
    bindings: Object.assign({}, ...parts.map(({ bindings }) => bindings)) as Bindings,
    options: isNarrowed(list) ? UNNAMED : {},
    ...(PLACES[list.place].archived && words.length > 0 ? ARCHIVE : { with: '', arms: [''] }),
  }
}

/** What waits for one says by itself which cases it is: what was closed and has not been read is among them. */
function placeOf({ place, filters }: List, { side }: Actor): string {
  const waits = filters.turn?.length === 1 && filters.turn[0] === 'me' && !PLACES[place].archived
  return conditionOf(place, side, { closed: waits })
}

/**
 * Search in an archive, which grows without bound: candidates come from the trigram index (app.archived_with) and are
 * rechecked. Where the index is no help (app.archived_with decides), the archive is scanned in the list's order.
 */
const ARCHIVE = {
  with: `with lines as materialized (select app.archived_with(string_to_array(:words, ' ')) as ids) `,
  arms: ['id = any ((select ids from lines)::bigint[])', '(select ids from lines) is null'],
}

function holds({ like, whole, ref }: Sought, binding: string): Where {
  if (ref !== undefined) return { sql: `ref like :${binding}`, bindings: { [binding]: ref } }
  const line = whole ? `' ' || translate(line_text, ',', ' ') || ' '` : 'line_text'
  return { sql: `${line} like any (:${binding})`, bindings: { [binding]: like } }
}
