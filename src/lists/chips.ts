import type { Translate } from '../language/i18n.ts'
import { addressOf, without, type List } from './address.ts'
import { FIELDS, type FieldName } from './fields.ts'

/** An active filter, and the address without it. */
export interface Chip {
  label: string
  href: string
}

export function chipsOf(list: List, names: Record<string, string>, t: Translate): Chip[] {
  const chips: Chip[] = []
  if (list.q) chips.push({ label: t('Sökning: {q}', { q: list.q }), href: addressOf(list, { q: '' }) })
  for (const name of Object.keys(list.filters) as FieldName[]) {
    for (const value of list.filters[name]!) {
      const said = valueName(name, value, names[`${name}.${value}`] ?? null, t)
      const label = name === 'symbol' ? said : `${t(FIELDS[name].label)}: ${said}`
      chips.push({ label, href: addressOf(list, without(list, name, value)) })
    }
  }
  if (list.from)
    chips.push({ label: t('Färdig från {date}', { date: list.from }), href: addressOf(list, { from: '' }) })
  if (list.to) chips.push({ label: t('Färdig till {date}', { date: list.to }), href: addressOf(list, { to: '' }) })
  return chips
}

/** The name of a filter value; `known` is its name in the database. */
export function valueName(field: FieldName, value: string, known: string | null, t: Translate): string {
  const about = FIELDS[field]
  if ('values' in about) return Object.hasOwn(about.values, value) ? t(about.values[value]!.label) : value
  if (value === 'none') return t(about.none ?? 'Inget')
  const name = known ?? value
  // Types and jobs are translated with the catalogue; names of people and companies are not.
  return field === 'type' || field === 'job' ? t(name) : name
}
