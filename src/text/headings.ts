import { fold } from './clean.ts'

/**
 * What columns may be called, by their name here, our own words first. A heading that could be several of them is the one
 * that is free, or the one whose name is written with '!' before it; else it is not guessed.
 */
export type Headings<K extends string> = Readonly<Record<K, readonly string[]>>

export interface Named<K extends string> {
  /** The column of each cell; null: not one of ours. */
  columns: (K | null)[]
  /** Headings that are not ours: they are told, never dropped without a word. */
  unknown: string[]
}

/** 'Säkring (A)', 'SÄKRING' and 'säkring:' are one; so are 'Anl.-ID', 'anl_id' and 'Anl id'. */
const plain = (heading: string) => fold(heading.replace(/\([^()]{0,60}\)/g, '')).replace(/[^\p{L}\p{Nd}]/gu, '')

/** The columns that a row of headings names. Each is named once: the second of the same name is not read, and told. */
export function columnsIn<K extends string>(cells: readonly string[], headings: Headings<K>): Named<K> {
  const keys = Object.keys(headings) as K[]
  const said = cells.map(plain)
  const rank = (key: K, at: number) => headings[key].findIndex((name) => plain(name) === said[at])
  const meant = said.map((word, at) => (word === '' ? [] : keys.filter((key) => rank(key, at) >= 0)))
  const columns: (K | null)[] = cells.map(() => null)
  for (const key of keys) {
    const [best] = cells
      .flatMap((_cell, at) => (meant[at]!.length === 1 && meant[at]![0] === key ? [at] : []))
      .toSorted((a, b) => rank(key, a) - rank(key, b))
    if (best !== undefined) columns[best] = key
  }
  // Beside "Ny säkring" a "Säkring" is the one before.
  for (const [at, all] of meant.entries()) {
    const free = all.filter((key) => !columns.includes(key))
    const preferred = free.find((key) => headings[key].some((name) => name.startsWith('!') && plain(name) === said[at]))
    if (all.length > 1) columns[at] = (free.length === 1 ? free[0] : preferred) ?? null
  }
  return { columns, unknown: cells.filter((cell, at) => columns[at] === null && cell !== '').slice(0, 50) }
}
