import type { TaskList } from 'graphile-worker'
import { asCompanysRule, asOwnersRule, asSystem, type Tx } from '../db/actor.ts'
import { FIELDS, type ColumnField } from './fields.ts'
import { conditionOf } from './listKinds.ts'

/** Of which side which columns are kept (sql/triggers/cases_note_values.sql). */
const KEPT = {
  owner: ['type', 'job', 'company', 'area', 'handler'],
  installer: ['type', 'job', 'owner', 'responsible'],
} as const
type Side = keyof typeof KEPT

/** SQL: the values that a tenant's closed cases have, with their names, as JSON. Row level security makes them the reader's. */
export function closedValues(field: string, { known, none }: ColumnField): string {
  return `(select coalesce(json_agg(json_build_object('value', nullif(v.value, ''), 'name', ${known ?? 'v.name'})
      order by v.value = '', ${known ?? 'v.name'}), '[]')
    from (select value, name from closed_values where field = '${field}' ${none === undefined ? `and value <> ''` : ''} limit 200) v)`
}

/** What no closed case of a tenant has any more, because it was erased or its company has another name. */
async function sweep(tx: Tx, side: Side): Promise<void> {
  for (const field of KEPT[side]) {
    const { column } = FIELDS[field] as ColumnField
    await tx.raw(
      `delete from closed_values where field = '${field}'
         and value not in (select coalesce(${column}::text, '') from cases where ${conditionOf('archive', side)})`,
    )
  }
}

/** Every night, for each tenant. */
export async function sweepClosedValues(): Promise<void> {
  const { rows: tenants } = await asSystem('worker', (tx) =>
    tx.raw<{ rows: { side: Side; id: number }[] }>('select * from app.tenants_with_data()'),
  )
  for (const { side, id } of tenants) {
    await (side === 'owner' ? asOwnersRule : asCompanysRule)(id, (tx) => sweep(tx, side))
  }
}

export const closedValueTasks: TaskList = {
  'closed-values': async () => {
    await sweepClosedValues()
  },
}
