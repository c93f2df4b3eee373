import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import type { RetentionRuleRow, RetentionRunRow } from '../db/rowTypes.ts'
import { kindOf, kindsFor, type KindName } from './kinds.ts'

export type Days = Partial<Record<KindName, number | null>>
type Party = InstallerActor | OwnerActor

/** How long the reader's tenant keeps each kind, its own rule or the usual one. */
export async function daysOf(tx: Tx, side: Party['side']): Promise<Days> {
  const rows = await tx<RetentionRuleRow>('retention_rules').select('kind', 'days')
  return effective(side, rows)
}

export function effective(side: Party['side'], rows: Pick<RetentionRuleRow, 'kind' | 'days'>[]): Days {
  return Object.fromEntries(
    kindsFor(side).map((kind) => {
      const own = rows.find((row) => row.kind === kind)
      return [kind, own ? own.days : kindOf(kind).usual]
    }),
  )
}

/** @returns the kinds whose time is another than before */
export async function saveDays(tx: Tx, actor: Party, wanted: Days): Promise<KindName[]> {
  const before = await daysOf(tx, actor.side)
  const changed = kindsFor(actor.side).filter((kind) => wanted[kind] !== before[kind])
  for (const kind of changed) {
    const tenant = actor.side === 'owner' ? { owner_id: actor.ownerId } : { company_id: actor.companyId }
    const row = { days: wanted[kind] ?? null, set_by_name: actor.name }
    const known = await tx('retention_rules')
      .where({ kind })
      .update({ ...row, set_at: tx.now })
    if (known === 0) await tx('retention_rules').insert({ ...tenant, kind, ...row })
  }
  return changed
}

/** What the nights have taken away, newest first. */
export function listRuns(tx: Tx): Promise<RetentionRunRow[]> {
  return tx<RetentionRunRow>('retention_runs').orderBy('id', 'desc').limit(30)
}
