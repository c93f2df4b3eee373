import { CLOSED, type Status } from '../domain/workflow/status.ts'
import { SYMBOLS } from '../cases/symbols/table.ts'
import type { InstallerActor, OwnerActor, Side, Tx } from '../db/actor.ts'
import type { Translate } from '../language/i18n.ts'
import type { List } from './address.ts'
import { valueName } from './chips.ts'
import { closedValues } from './closedValues.ts'
import { FIELDS, filtersFor, type FieldName } from './fields.ts'
import { conditionOf, PLACES } from './listKinds.ts'
import { distinctValues } from './filterValues.ts'
import type { FilterField } from './views.ts'

type Party = InstallerActor | OwnerActor

/** All filters of a list: fixed values, and values that its cases have. */
export async function readFilters(tx: Tx, list: List, actor: Party, t: Translate): Promise<FilterField[]> {
  const names = filtersFor(actor.side, PLACES[list.place].archived)
  const found = await readValues(tx, list, actor, names)
  return names
    .map((name) => ({
      name,
      label: t(FIELDS[name].label),
      options: optionsOf(name, { list, side: actor.side, found: found[name] ?? [] }, t),
    }))
    .filter(({ options }) => options.length > 0)
}

interface Value {
  value: string | null
  name: string | null
}

function optionsOf(
  name: FieldName,
  { list, side, found }: { list: List; side: Side; found: Value[] },
  t: Translate,
): FilterField['options'] {
  const field = FIELDS[name]
  const chosen = list.filters[name] ?? []
  const there: Value[] = 'values' in field ? fixedOf(name, list, side).map((value) => ({ value, name: null })) : found
  // A selected value stays removable although no case has it any more.
  const gone = chosen.filter((value) => !there.some((each) => (each.value ?? 'none') === value))
  return [...there, ...gone.map((value) => ({ value, name: null }))].map(({ value, name: known }) => {
    const key = value ?? 'none'
    return { value: key, label: valueName(name, key, known, t), chosen: chosen.includes(key), ...signOf(name, key) }
  })
}

/** An address can hold symbols that there are not. */
function signOf(name: FieldName, key: string): { icon: string; tone: string } {
  if (name !== 'symbol' || !Object.hasOwn(SYMBOLS, key)) return { icon: '', tone: '' }
  const { icon, tone } = SYMBOLS[key as keyof typeof SYMBOLS]
  return { icon, tone }
}

/** The archive and the other lists have different statuses; owners never see drafts. */
function fixedOf(name: FieldName, { place }: List, side: Side): string[] {
  const field = FIELDS[name]
  const values = 'values' in field ? Object.keys(field.values) : []
  if (name !== 'status') return values
  const seen = side === 'owner' ? values.filter((value) => value !== 'draft') : values
  return seen.filter((value) => CLOSED.includes(value as Status) === PLACES[place].archived)
}

/** The values of every column in one statement: by loose index scans, and for the archive those that are kept of it. */
async function readValues(
  tx: Tx,
  { place }: List,
  actor: Party,
  names: FieldName[],
): Promise<Partial<Record<FieldName, Value[]>>> {
  const where = `(${conditionOf(place, actor.side)})`
  const parts = names.flatMap((name) => {
    const field = FIELDS[name]
    if (!('column' in field)) return []
    return [`${PLACES[place].archived ? closedValues(name, field) : distinctValues(field, where)} as "${name}"`]
  })
  const { rows } = await tx.raw<{ rows: [Partial<Record<FieldName, Value[]>>] }>(`select ${parts.join(', ')}`, {
    me: actor.userId,
  })
  return rows[0]
}
