import { asSystem, pooled, type Actor, type OperatorActor } from '../../db/actor.ts'
import type { PermissionSet } from '../../domain/rights.ts'
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
  inbox: number
  support_id: number | null
  support_company: number | null
  support_owner: number | null
  support_tenant: string | null
  support_until: Date | null
}

/** A signed-in browser: the person, which of their sessions it is, the page they begin at, and how many cases wait. */
export interface Session {
  actor: Actor
  /** Who it is when the actor only reads as a tenant; null for everybody but operators. */
  operator: OperatorActor | null
  id: number
  startPage: string
  /** 0 … 100, where 100 is more than 99. */
  inbox: number
}

/**
 * What a token opens, or null when it is unknown, too old, or the account or company is closed.
 * @param alive whether to ask is a sign that the person is there
 */
export async function sessionOf(token: string, { alive = true } = {}): Promise<Session | null> {
  const { rows } = await pooled().raw<{ rows: SessionRow[] }>(
    `select *, last_seen_at < app.now() - interval '1 minute' as stale, app.session_inbox(:hash) as inbox,
       app.session_permissions(:hash) as permission_sets
     from app.session_actor(:hash)`,
    { hash: hashOf(token) } as never,
  )
  const row = rows[0]
  if (!row) return null
  if (row.stale && alive) await touch(token)
  const actor = actorOf(row)
  const operator = actor.side === 'operator' ? actor : null
  return {
    actor: operator && row.support_id !== null ? readerAs(operator, row) : actor,
    operator,
    id: row.session_id,
    startPage: row.support_id !== null ? '/inbox' : operator ? '/operator' : row.start_page,
    inbox: row.inbox,
  }
}

/** The operator as the tenant's own administrator would see it, under their own name and unable to write. */
function readerAs(operator: OperatorActor, row: SessionRow): Actor {
  const support = { accessId: row.support_id!, until: row.support_until! }
  const reader = { ...operator, isAdmin: true, tenantName: row.support_tenant!, support }
  return row.support_company === null
    ? { ...reader, side: 'owner', sets: ['H'], companyId: null, ownerId: row.support_owner! }
    : { ...reader, side: 'installer', companyId: row.support_company, ownerId: null }
}

function actorOf(row: Omit<SessionRow, 'start_page' | 'session_id' | 'stale' | 'inbox'>): Actor {
  const { user_id: userId, username, name, locale, is_admin: isAdmin, tenant_name: tenantName } = row
  const person = { userId, username, name, locale, isAdmin, tenantName }
  if (row.kind === 'installer') return { ...person, side: 'installer', companyId: row.company_id!, ownerId: null }
  if (row.kind === 'owner') {
    return { ...person, side: 'owner', sets: row.permission_sets, companyId: null, ownerId: row.owner_id! }
  }
  return { ...person, side: 'operator', companyId: null, ownerId: null }
}

/** A person without a session, for what is done in their name when they are gone; null when the account is closed. */
export async function personOf(userId: number): Promise<Actor | null> {
  const row = (await asSystem('auth', (tx) =>
    tx('users as u')
      .leftJoin('companies as c', 'c.id', 'u.company_id')
      .leftJoin('owners as o', 'o.id', 'u.owner_id')
      .where('u.id', userId)
      .where('u.active', true)
      .whereRaw(`app.tenant_open(u.company_id, u.owner_id)`)
      .first(
        'u.id as user_id',
        'u.username',
        'u.name',
        'u.kind',
        'u.company_id',
        'u.owner_id',
        'u.is_admin',
        'u.permission_sets',
        'u.locale',
        tx.raw(`coalesce(c.name, o.name, 'Elanmälan') as tenant_name`),
      ),
  )) as Parameters<typeof actorOf>[0] | undefined
  return row ? actorOf(row) : null
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
