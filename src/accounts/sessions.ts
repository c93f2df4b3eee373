import { asSystem, pooled, type Actor } from '../db/actor.ts'
import type { PermissionSet } from '../db/rows.ts'
import { hashOf, newToken } from './tokens.ts'

interface SessionRow {
  user_id: number
  username: string
  name: string
  kind: 'installer' | 'owner' | 'operator'
  company_id: number | null
  owner_id: number | null
  is_admin: boolean
  permission_sets: PermissionSet[]
  locale: 'sv' | 'en'
  tenant_name: string
  start_page: string
  session_id: number
  stale: boolean
}

/** A signed-in browser: the person, which of their sessions it is, and the page they begin at. */
export interface Session {
  actor: Actor
  id: number
  startPage: string
}

/** What a token opens, or null when it is unknown, too old, or the account or company is closed. */
export async function sessionOf(token: string): Promise<Session | null> {
  const { rows } = await pooled().raw<{ rows: SessionRow[] }>(
    `select *, last_seen_at < app.now() - interval '1 minute' as stale, app.session_permissions(?) as permission_sets
     from app.session_actor(?)`,
    [hashOf(token), hashOf(token)],
  )
  const row = rows[0]
  if (!row) return null
  if (row.stale) await touch(token)
  return { actor: actorOf(row), id: row.session_id, startPage: row.start_page }
}

function actorOf(row: SessionRow): Actor {
  const { user_id: userId, username, name, locale, is_admin: isAdmin, tenant_name: tenantName } = row
  const person = { userId, username, name, locale, isAdmin, tenantName }
  if (row.kind === 'installer') return { ...person, side: 'installer', companyId: row.company_id!, ownerId: null }
  if (row.kind === 'owner') {
    return { ...person, side: 'owner', sets: row.permission_sets, companyId: null, ownerId: row.owner_id! }
  }
  return { ...person, side: 'operator', companyId: null, ownerId: null }
}

// Sessions live by the real clock: the one query of every page opens no door, so no test's app.clock reaches it.

function touch(token: string) {
  return asSystem('auth', (tx) =>
    tx('sessions')
      .where({ token_hash: hashOf(token) })
      .update({ last_seen_at: tx.raw('now()') }),
  )
}

/** Where a session is begun, so that the person can tell their devices apart. */
export interface Device {
  userAgent: string | null
  address: string | null
}

/** A new token, good for `seconds`. The person's dead sessions are cleared away. */
export async function start(userId: number, seconds: number, method: string, device: Device): Promise<string> {
  const token = newToken()
  await asSystem('auth', async (tx) => {
    await tx('sessions').where({ user_id: userId }).whereRaw('expires_at < now()').delete()
    await tx('sessions').insert({
      token_hash: hashOf(token),
      user_id: userId,
      created_at: tx.raw('now()'),
      last_seen_at: tx.raw('now()'),
      expires_at: tx.raw('now() + make_interval(secs => ?)', [seconds]),
      method,
      user_agent: device.userAgent?.slice(0, 200) ?? null,
      address: device.address,
    })
  })
  return token
}

export async function end(token: string): Promise<void> {
  await asSystem('auth', (tx) =>
    tx('sessions')
      .where({ token_hash: hashOf(token) })
      .delete(),
  )
}
