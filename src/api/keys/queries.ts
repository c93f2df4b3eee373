import { randomBytes } from 'node:crypto'
import type { InstallerActor, OwnerActor, Tx } from '../../db/actor.ts'
import type { ApiKeyRow } from '../../db/rowTypes.ts'
import type { Scope } from '../../domain/scopes.ts'
import { NotFound } from '../../web/errors.ts'
import { newSecret } from './secrets.ts'

export type Admin = InstallerActor | OwnerActor

export interface Key extends ApiKeyRow {
  contact: string
  /** When the secret that is being replaced stops working; null when there is one alone. */
  old_until: Date | null
  state: 'active' | 'expired' | 'revoked'
}

/** A tenant has a handful: one page holds them. Those that work first, then the newest. */
const MOST = 200

const KEYS = `select k.*, u.name as contact,
    (select min(s.expires_at) from api_secrets s where s.key_id = k.id and s.kind = 'secret' and s.expires_at > app.now()
       and s.expires_at < k.expires_at) as old_until,
    case when k.revoked_at is not null then 'revoked' when k.expires_at <= app.now() then 'expired' else 'active' end as state
  from api_keys k join users u on u.id = k.contact_id`

export async function listKeys(tx: Tx): Promise<Key[]> {
  const order = `(k.revoked_at is not null or k.expires_at <= app.now()), k.id desc`
  return (await tx.raw<{ rows: Key[] }>(`${KEYS} order by ${order} limit ${MOST}`)).rows
}

/** @throws NotFound for a stranger's, as for nobody's */
export async function getKey(tx: Tx, id: number): Promise<Key> {
  const { rows } = await tx.raw<{ rows: Key[] }>(`${KEYS} where k.id = ?`, [id])
  if (!rows[0]) throw new NotFound()
  return rows[0]
}

export interface WantedKey {
  name: string
  scopes: Scope[]
  days: number
  contact: number
}

/** What the log calls a key: 'API-nyckeln Ordersystem (installatör, Bergströms Elservice AB)'. */
const called = (name: string) => `API-nyckeln ${name}`

/** A key, the account it acts by and its first secret, which is told here and kept nowhere. */
export async function insertKey(
  tx: Tx,
  actor: Admin,
  { name, scopes, days, contact }: WantedKey,
): Promise<{ id: number; userId: number; clientId: string; secret: string }> {
  const clientId = randomBytes(10).toString('hex')
  const tenant = actor.side === 'owner' ? { owner_id: actor.ownerId } : { company_id: actor.companyId }
  const account = { username: `api-${clientId}`, kind: actor.side, name: called(name), active: false, service: true }
  const [user] = (await tx('users')
    .insert({ ...account, ...tenant })
    .returning('id')) as { id: number }[]
  const expires_at = daysFrom(tx.now, days)
  const [key] = (await tx('api_keys')
    .insert({
      user_id: user!.id,
      client_id: clientId,
      name,
      contact_id: contact,
      scopes,
      created_by_name: actor.name,
      expires_at,
    })
    .returning('id')) as { id: number }[]
  const { text, hash } = newSecret('secret')
  await tx('api_secrets').insert({ hash, key_id: key!.id, kind: 'secret', expires_at })
  return { id: key!.id, userId: user!.id, clientId, secret: text }
}

/** A new secret beside the one before, which works for so many days more; access tokens end at once where there are none. */
export async function rotateSecret(tx: Tx, key: Key, overlap: number): Promise<string> {
  const until = daysFrom(tx.now, overlap)
  await tx('api_secrets').where({ key_id: key.id }).where('expires_at', '>', until).update({ expires_at: until })
  const { text, hash } = newSecret('secret')
  await tx('api_secrets').insert({ hash, key_id: key.id, kind: 'secret', expires_at: key.expires_at })
  return text
}

export async function revokeKey(tx: Tx, actor: Admin, key: Key): Promise<void> {
  await tx('api_keys').where({ id: key.id }).update({ revoked_at: tx.now, revoked_by_name: actor.name })
  await tx('api_secrets').where({ key_id: key.id }).delete()
}

function daysFrom(now: Date, days: number): Date {
  return new Date(now.getTime() + days * 86_400_000)
}
