import { createHash, randomBytes } from 'node:crypto'
import { asSystem, pooled, type Actor } from '../db/actor.ts'

interface SessionRow {
  user_id: number
  username: string
  name: string
  kind: 'installer' | 'owner' | 'operator'
  company_id: number | null
  owner_id: number | null
  is_admin: boolean
  locale: 'sv' | 'en'
  tenant_name: string
  stale: boolean
}

/** Only the hash is stored: who reads the table cannot sign in with it. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** The person behind a token, or null when it is unknown, too old, or the account or company is closed. */
export async function actorOf(token: string): Promise<Actor | null> {
  const { rows } = await pooled().raw<{ rows: SessionRow[] }>(
    `select *, last_seen_at < app.now() - interval '1 minute' as stale from app.session_actor(?)`,
    [hashOf(token)],
  )
  const row = rows[0]
  if (!row) return null
  if (row.stale) await touch(token)
  const { user_id: userId, username, name, locale, is_admin: isAdmin, tenant_name: tenantName } = row
  const person = { userId, username, name, locale, isAdmin, tenantName }
  if (row.kind === 'installer') return { ...person, side: 'installer', companyId: row.company_id!, ownerId: null }
  if (row.kind === 'owner') return { ...person, side: 'owner', companyId: null, ownerId: row.owner_id! }
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

/** A new token of 32 random bytes, good for `seconds`. The person's dead sessions are cleared away. */
export async function start(userId: number, seconds: number, userAgent: string | null): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await asSystem('auth', async (tx) => {
    await tx('sessions').where({ user_id: userId }).whereRaw('expires_at < now()').delete()
    await tx('sessions').insert({
      token_hash: hashOf(token),
      user_id: userId,
      created_at: tx.raw('now()'),
      last_seen_at: tx.raw('now()'),
      expires_at: tx.raw('now() + make_interval(secs => ?)', [seconds]),
      user_agent: userAgent?.slice(0, 200) ?? null,
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
