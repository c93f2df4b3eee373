import type { TaskList } from 'graphile-worker'
import { z } from 'zod'
import { asCompanysRule, asOwnersRule, asSystem } from '../db/actor.ts'
import { log } from '../log.ts'
import { mailAlerts } from './mail.ts'
import type { NewAlert } from './words.ts'
import { ALERT_KINDS, ALERTS } from './kinds.ts'

interface Tenant {
  side: 'owner' | 'installer'
  id: number
}

/** Reminders come in the morning and not at midnight, when their day begins. By the clock on the wall in Sweden. */
const MORNING = 7
const HOUR = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Stockholm', hour: 'numeric', hourCycle: 'h23' })

/** Every tenant's alerts. One transaction for each: what goes wrong in one keeps nobody else waiting. */
export async function tellAll(): Promise<number> {
  const tenants = await asSystem('worker', async (tx) => {
    const { rows } = await tx.raw<{ rows: Tenant[] }>(`select * from app.tenants_with_data()`)
    return rows
  })
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
      const { sides, happened = false, find } = ALERTS[kind]
      if (!sides.includes(side) || !(happened || isDay)) continue
      const tenant = side === 'owner' ? ':id, null' : 'null, :id'
      const { rows } = await tx.raw<{ rows: NewAlert[] }>(
        `insert into alerts (case_id, user_id, owner_id, company_id, kind, about, words, words_by)
         select f.case_id, u.id, ${tenant}, :kind, f.about, f.words, f.words_by
         from (${find}) f join users u on u.id = f.user_id and u.active
         where ${happened ? 'true' : 'not (:kind = any (u.alerts_off))'}
         order by f.case_id, u.id
         on conflict do nothing returning case_id, user_id, kind, about, words, words_by`,
        { id, kind, side },
      )
      told.push(...rows)
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
