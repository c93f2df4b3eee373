import type { TaskList } from 'graphile-worker'
import { asCompanysRule, asOwnersRule, asSystem, type Tx } from '../db/actor.ts'
import { log } from '../log.ts'
import { kindOf, kindsFor, type KindName } from './kinds.ts'
import { listRipe } from './ripe.ts'
import { effective } from './rules.ts'

/** Of a kind and tenant in one night: what is left is taken the next. */
const MOST = 20_000
const BATCH = 200
const LOG_BATCH = 5_000

interface Tenant {
  side: 'owner' | 'installer'
  id: number
}

/** Every night: what is older than its tenant keeps it. A case at a time, so that no lock is long and none is half done. */
export async function applyRetention(): Promise<Record<string, number>> {
  const sums: Record<string, number> = {}
  for (const tenant of await listTenants()) {
    const rules = await withDoor(tenant, (tx) => tx('retention_rules').select('kind', 'days'))
    const days = effective(tenant.side, rules as { kind: string; days: number | null }[])
    for (const kind of kindsFor(tenant.side)) {
      const kept = days[kind]
      if (kept == null) continue
      const gone = await takeAway(tenant, kind, kept).catch((error: unknown) => {
        log.error({ err: error, [tenant.side]: tenant.id, kind }, 'what is too old could not be taken away')
        return 0
      })
      if (gone === 0) continue
      sums[kind] = (sums[kind] ?? 0) + gone
      const of = tenant.side === 'owner' ? { owner_id: tenant.id } : { company_id: tenant.id }
      await asSystem('worker', (tx) => tx('retention_runs').insert({ ...of, kind, gone }))
      log.info({ [tenant.side]: tenant.id, kind, gone }, 'retention')
    }
  }
  return sums
}

function listTenants(): Promise<Tenant[]> {
  return asSystem('worker', async (tx) => {
    const { rows } = await tx.raw<{ rows: Tenant[] }>(`select * from app.tenants_with_data()`)
    return rows
  })
}

function withDoor<T>({ side, id }: Tenant, work: (tx: Tx) => Promise<T>): Promise<T> {
  return side === 'owner' ? asOwnersRule(id, work) : asCompanysRule(id, work)
}

async function takeAway(tenant: Tenant, kind: KindName, days: number): Promise<number> {
  let gone = 0
  if (kindOf(kind).ripe === null) {
    for (let now = LOG_BATCH; now === LOG_BATCH && gone < MOST * 10; gone += now) now = await forgetLogs(tenant, days)
    return gone
  }
  const tried = new Set<number>()
  while (gone < MOST) {
    // One that cannot be taken, because somebody has it locked, is left for the next night and does not stop the rest.
    const ripe = await withDoor(tenant, (tx) => listRipe(tx, kind, days, BATCH + tried.size))
    const ids = ripe.map(({ id }) => id).filter((id) => !tried.has(id))
    if (ids.length === 0) break
    for (const id of ids) {
      if (await eraseOne(kind, id, days)) gone += 1
      else tried.add(id)
    }
  }
  return gone
}

function eraseOne(kind: KindName, id: number, days: number): Promise<boolean> {
  return asSystem('worker', async (tx) => {
    const { rows } = await tx.raw<{ rows: [{ done: boolean }] }>(`select app.erase_ripe(?, ?, ?) as done`, [
      kind,
      id,
      days,
    ])
    return rows[0].done
  })
}

function forgetLogs({ side, id }: Tenant, days: number): Promise<number> {
  return asSystem('worker', async (tx) => {
    const { rows } = await tx.raw<{ rows: [{ n: number }] }>(`select app.forget_logs(?, ?, ?, ?) as n`, [
      side === 'owner' ? id : null,
      side === 'installer' ? id : null,
      days,
      LOG_BATCH,
    ])
    return rows[0].n
  })
}

/** What belongs to no tenant, or is of no use any more; the times are in docs/personal-data.md. */
export function sweepPlatform(): Promise<number> {
  return asSystem('worker', async (tx) => {
    let gone = 0
    for (let now = LOG_BATCH; now >= LOG_BATCH && gone < MOST * 10; gone += now) {
      const { rows } = await tx.raw<{ rows: [{ n: number }] }>(`select app.sweep_platform(?) as n`, [LOG_BATCH])
      now = rows[0].n
    }
    return gone
  })
}

export const privacyTasks: TaskList = {
  retention: async () => {
    await applyRetention()
    const gone = await sweepPlatform()
    log.info({ gone }, 'retention of the platform')
  },
}
