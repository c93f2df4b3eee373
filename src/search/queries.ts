import type { Tx } from '../db/actor.ts'
import type { Stems } from './reasons.ts'
import type { Terms } from './terms.ts'

export type Where = 'active' | 'archive' | 'both'

/** How good a hit is (0 that very number, 1 in the case's head, 2 elsewhere), and where the search goes on after it. */
export interface Hit {
  case_id: number
  rank: number
  /** Microseconds since 1970: a Date would lose the last three digits, and with them cases between two pages. */
  at: number
}

/** The reader's own cases that hold all of the words, best first, then newest (docs/tenancy.md tells how it is kept so). */
export async function searchCases(
  tx: Tx,
  { words, marks, joined, whole }: Terms,
  where: Where,
  after: Hit | null,
  most: number,
): Promise<Hit[]> {
  const { rows } = await tx.raw<{ rows: Hit[] }>(
    `select case_id, rank, (extract(epoch from at) * 1000000)::bigint as at
     from app.search_cases(?, ?, ?, ?, ?, ?, ?, timestamptz 'epoch' + ?::bigint * interval '1 microsecond', ?, ?)
     order by rank, at desc, case_id desc limit ?`,
    [
      words,
      marks,
      joined,
      whole,
      where !== 'archive',
      where !== 'active',
      after?.rank ?? 0,
      after?.at ?? null,
      after?.case_id ?? null,
      most,
      most,
    ] as never,
  )
  return rows
}

/** PostgreSQL's own stems, so that what is marked on the page is what the index found. */
export async function stemsOf(tx: Tx, words: string[]): Promise<Stems> {
  const { rows } = await tx.raw<{ rows: { word: string; stem: string }[] }>(
    `select word, coalesce((ts_lexize('swedish_stem', word))[1], '') as stem from unnest(?::text[]) word`,
    [words] as never,
  )
  return new Map(rows.map(({ word, stem }) => [word, stem]))
}
