import type { TaskList } from 'graphile-worker'
import { z } from 'zod'
import { asCompanysRule, asOwnersRule, asSystem } from '../db/actor.ts'
import { log } from '../log.ts'
import { mailAlerts } from './mail.ts'
import { insertAlerts, listTenants, type Tenant } from './queries.ts'
import type { NewAlert } from './words.ts'
import { ALERT_KINDS, ALERTS } from './kinds.ts'

/** Reminders come in the morning and not at midnight, when their day begins. By the clock on the wall in Sweden. */
const MORNING = 7
const HOUR = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Stockholm', hour: 'numeric', hourCycle: 'h23' })

/** Every tenant's alerts. One transaction for each: what goes wrong in one keeps nobody else waiting. */
export async function tellAll(): Promise<number> {
  const tenants = await asSystem('worker', listTenants)
  let told = 0
  for (const tenant of tenants) {
    told += await tellTenant(tenant).catch((error: unknown) => {
      log.error({ err: error, [tenant.side]: tenant.id }, 'reminders could not be told')
      return 0
    })
  }
  return told
}

/**
 * What is new to be told to the people of a tenant, and its mails, in one transaction: a worker that dies has told nothing, and
 * of two at once the second finds the rows there (unique by case, person, kind and which thing).
 * @returns the number of alerts
 */
export function tellTenant({ side, id }: Tenant): Promise<number> {
  const door = side === 'owner' ? asOwnersRule : asCompanysRule
  return door(id, async (tx) => {
    const isDay = Number(HOUR.format(tx.now)) >= MORNING
    const told: NewAlert[] = []
    for (const kind of ALERT_KINDS) {
      const { sides, happened = false } = ALERTS[kind]
      if (!sides.includes(side) || !(happened || isDay)) continue
      told.push(...(await insertAlerts(tx, kind, { side, id })))
    }
    if (told.length > 0) await mailAlerts(tx, told)
    return told.length
  })
}

const OfOwner = z.object({ owner: z.number() })

export const alertTasks: TaskList = {
  alerts: async () => {
    await tellAll()
  },
  // At once, after what has happened (sql/triggers).
  'alerts-of': async (payload) => {
    await tellTenant({ side: 'owner', id: OfOwner.parse(payload).owner })
  },
}
