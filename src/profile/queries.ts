import { asActor, asSystem, type Actor } from '../db/actor.ts'
import type { SecurityEvent } from '../sign-in/accounts/events.ts'
import type { UserRow } from '../db/rowTypes.ts'
import { deviceOf } from './devices.ts'

export type Myself = Pick<UserRow, (typeof COLUMNS)[number]>

export async function getMyself(actor: Actor): Promise<Myself> {
  return (await asActor(actor, (tx) => tx('users').where({ id: actor.userId }).first(COLUMNS)))!
}

const COLUMNS = [
  'id',
  'username',
  'name',
  'phone',
  'email',
  'locale',
  'start_page',
  'has_password',
  'password_changed_at',
] as const

export interface Device {
  browser: string | null
  system: string | null
}

export interface SessionLine extends Device {
  id: number
  method: string
  address: string | null
  created_at: Date
  last_seen_at: Date
}

/** Where the person is signed in, this browser first. */
export async function listSessions(userId: number, current: number): Promise<SessionLine[]> {
  const rows = (await asSystem('auth', (tx) =>
    tx('sessions')
      .where({ user_id: userId })
      .whereRaw(`expires_at > now() and last_seen_at > now() - interval '12 hours'`)
      .orderByRaw('id = ? desc, last_seen_at desc', [current])
      .limit(100)
      .select('id', 'method', 'address', 'user_agent', 'created_at', 'last_seen_at'),
  )) as (SessionLine & { user_agent: string | null })[]
  return rows.map(({ user_agent: agent, ...row }) => ({ ...row, ...deviceOf(agent) }))
}

/** Ends one of the person's own sessions, or all but one. How many ended. */
export function endSessions(userId: number, which: { id: number } | { allBut: number }): Promise<number> {
  return asSystem('auth', (tx) => {
    const mine = tx('sessions').where({ user_id: userId })
    return ('id' in which ? mine.andWhere({ id: which.id }) : mine.whereNot({ id: which.allBut })).delete()
  })
}

export interface SecurityLine extends Device {
  id: number
  at: Date
  event: SecurityEvent
  method: string | null
  address: string | null
  by_name: string | null
  /** Where a name was changed. */
  name_before: string | null
  name_after: string | null
}

const PAGE = 50

/** What has happened at the door of one's account, newest first; from `before` on. */
export async function listSecurityEvents(actor: Actor, before: number | null) {
  const rows = (await asActor(actor, (tx) => {
    const mine = tx('security_events').where({ user_id: actor.userId })
    return (before === null ? mine : mine.andWhere('id', '<', before))
      .orderBy('id', 'desc')
      .limit(PAGE + 1)
      .select('id', 'at', 'event', 'method', 'address', 'user_agent', 'by_name', 'name_before', 'name_after')
  })) as (SecurityLine & { user_agent: string | null })[]
  const events = rows.slice(0, PAGE).map(({ user_agent: agent, ...row }) => ({ ...row, ...deviceOf(agent) }))
  return { events, older: rows.length > PAGE ? events.at(-1)!.id : null }
}

/** The address that waits to be confirmed, if there is one. */
export async function pendingEmail(userId: number): Promise<string | null> {
  const row = (await asSystem('auth', (tx) =>
    tx('one_time_links')
      .where({ user_id: userId, purpose: 'email' })
      .whereRaw('expires_at > now()')
      .orderBy('created_at', 'desc')
      .first('email'),
  )) as { email: string } | undefined
  return row?.email ?? null
}
