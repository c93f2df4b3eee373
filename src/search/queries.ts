import type { Tx } from '../db/actor.ts'
import type { Stems } from './reasons.ts'
import type { SearchTerms } from './terms.ts'

export type Where = 'active' | 'archive' | 'both'

/** Rank of a hit (0 exact number, 1 in the case's head, 2 elsewhere) and its keyset cursor. */
export interface Hit {
  case_id: number
  rank: number
  /** Microseconds since 1970: a Date would lose the last three digits, and rows between two pages. */
  at: number
}

/** Visible cases that match all terms, by rank, then newest (tenancy: docs/tenancy.md). */
export async function searchCases(
  tx: Tx,
  { words, marks, joined, whole }: SearchTerms,
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

/** Stems by PostgreSQL, so that the highlighted words are those the index matched. */
export async function stemsOf(tx: Tx, words: string[]): Promise<Stems> {
  const { rows } = await tx.raw<{ rows: { word: string; stem: string }[] }>(
    `select word, coalesce((ts_lexize('swedish_stem', word))[1], '') as stem from unnest(?::text[]) word`,
    [words] as never,
  )
  return new Map(rows.map(({ word, stem }) => [word, stem]))
}
