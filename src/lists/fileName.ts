import type { Tx } from '../db/actor.ts'
import { localDate } from '../domain/calendar/workdays.ts'
import type { Translate } from '../language/i18n.ts'
import { addressOf, type List } from './address.ts'
import { chipsOf } from './chips.ts'
import { PLACES } from './listKinds.ts'

/** 'alla-anmalningar-for-godkannande-2027-03-01': the saved view's name, else the list and what it is filtered to. */
export async function fileName(tx: Tx, list: List, day: Date, t: Translate): Promise<string> {
  const said =
    (await viewName(tx, list)) ?? [t(PLACES[list.place].title), ...chipsOf(list, {}, t).map(shortOf)].join(' ')
  return `${slug(said)}-${localDate(day)}`
}

/** A view is of a list whatever its groups: a file has none. */
async function viewName(tx: Tx, list: List): Promise<string | null> {
  const views = (await tx('saved_views').select('name', 'address')) as { name: string; address: string }[]
  const bare = (address: string) => {
    const { pathname, searchParams } = new URL(address, 'http://list')
    searchParams.delete('group')
    return `${pathname}?${searchParams.toString()}`
  }
  const wanted = bare(addressOf(list))
  return views.find(({ address }) => bare(address) === wanted)?.name ?? null
}

/** 'Status: För godkännande' says enough without its field. What is an id in the address, and not known here, is left out. */
function shortOf({ label }: { label: string }): string {
  const value = label.slice(label.indexOf(': ') + 1)
  return /^\s*\d+$/.test(value) ? '' : value
}

const PLAIN: Record<string, string> = { å: 'a', ä: 'a', ö: 'o', é: 'e', ü: 'u', ø: 'o', æ: 'a' }

function slug(words: string): string {
  const plain = words.toLowerCase().replace(/[åäöéüøæ]/g, (letter) => PLAIN[letter]!)
  const parts = plain.split(/[^a-z0-9]+/).filter(Boolean)
  // The first parts that there is room for.
  return (
    parts.reduce((name, part) => (name.length + part.length > 79 ? name : `${name}-${part}`), '').slice(1) || 'arenden'
  )
}
