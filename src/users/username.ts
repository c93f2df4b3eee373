import type { Tx } from '../db/actor.ts'
import { fold } from '../text/clean.ts'

/** Letters without a decomposition, as passports write them (ICAO 9303, part 3, section 6). */
const WRITTEN: Record<string, string> = {
  ...{ æ: 'ae', œ: 'oe', ø: 'o', ß: 'ss', þ: 'th', ð: 'd', đ: 'd', ł: 'l', ı: 'i', ħ: 'h', ŋ: 'n', ŧ: 't', ĸ: 'k' },
  ...{ ĳ: 'ij', ə: 'e', ƒ: 'f', ɓ: 'b', ɗ: 'd', ɖ: 'd', ɛ: 'e', ɔ: 'o', ƴ: 'y' },
}

/** 'Åsa Öberg-Lind' → 'asa.oberg-lind': how a user name is made of a name. Apostrophes join: 'obrien', 'darcy'. */
export function usernameOf(name: string): string {
  const folded = fold(name)
    .replace(/[^\u0000-\u007f]/gu, (letter) => WRITTEN[letter] ?? letter)
    .replace(/['’‘´`ʼ]/g, '')
  const parts = folded.split(/[^a-z0-9-]+/).filter((part) => /[a-z0-9]/.test(part))
  const name_ = parts.length > 1 ? `${parts[0]!}.${parts.at(-1)!}` : (parts[0] ?? '')
  return name_.slice(0, 50).replace(/^[.-]+|(?<![.-])[.-]+$/g, '')
}

/** Names nobody gets: what people would trust, or mistake for a part of the address. */
export const RESERVED = new Set(
  'admin administrator root sa system operator support info noreply postmaster webmaster elanmalan security abuse'.split(
    ' ',
  ),
)

/** The name itself when it is free, else the first of name2, name3 … that is; `tried` are those that were not after all. */
export async function freeUsername(tx: Tx, wanted: string, tried: readonly string[] = []): Promise<string> {
  const stem = wanted.length >= 2 ? wanted : `${wanted}anvandare`
  const { rows } = await tx.raw<{ rows: { name: string }[] }>('select app.usernames_beginning(?) as name', [stem])
  const used = new Set([...rows.map(({ name }) => name), ...RESERVED, ...tried])
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? stem : `${stem}${n}`
    if (!used.has(name)) return name
  }
}
