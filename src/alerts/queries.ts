import type { Tx } from '../db/actor.ts'
import type { CaseRow, MailPace, UserRow } from '../db/rowTypes.ts'
import { ALERTS, type AlertKind } from './kinds.ts'
import type { NewAlert } from './words.ts'

export interface Tenant {
  side: 'owner' | 'installer'
  id: number
}

export async function listTenants(tx: Tx): Promise<Tenant[]> {
  const { rows } = await tx.raw<{ rows: Tenant[] }>(`select * from app.tenants_with_data()`)
  return rows
}

/** What is found of a kind and was not told before (unique by case, person, kind and which thing). */
export async function insertAlerts(tx: Tx, kind: AlertKind, { side, id }: Tenant): Promise<NewAlert[]> {
  const { happened = false, find } = ALERTS[kind]
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
  return rows
}

export type Told = Pick<CaseRow, 'id' | 'ref' | 'address' | 'reference' | 'handler_name' | 'company_name'> & {
  owner_name: string
}
export type Person = Pick<UserRow, 'id' | 'name' | 'locale' | 'owner_id' | 'company_id'> & {
  email: string
  pace: MailPace
  minimum: MailPace | null
  quiet_until: Date | null
}

/** The cases that alerts are about, as a mail says them. */
export async function listTold(tx: Tx, ids: number[]): Promise<Told[]> {
  const { rows } = await tx.raw<{ rows: Told[] }>(
    `select c.id, c.ref, c.address, c.reference, c.handler_name, c.company_name, o.name as owner_name
     from cases c join owners o on o.id = c.owner_id where c.id = any(?)`,
    [ids] as never,
  )
  return rows
}

/** Those with an address, of a company that wants mail at all. */
export async function listReaders(tx: Tx, ids: number[]): Promise<Person[]> {
  const { rows } = await tx.raw<{ rows: Person[] }>(
    `select u.id, u.name, u.email, u.locale, u.owner_id, u.company_id, u.mail_pace as pace,
       app.quiet_until(u.quiet_from, u.quiet_to) as quiet_until, c.mail_minimum as minimum
     from users u left join companies c on c.id = u.company_id
     where u.id = any(?) and u.email is not null and (c.id is null or c.mail_enabled) order by u.id`,
    [ids] as never,
  )
  return rows
}
