import { asSystem } from '../../db/actor.ts'

/** How somebody who is signed in can show anew that it is them. */
export interface Ways {
  password: boolean
  passkey: boolean
  /** Of their app; and the provider's, below, only where there is no password. */
  code: boolean
  /** What the network owner calls signing in at its provider. */
  provider: string | null
}

export async function waysOf(userId: number): Promise<Ways> {
  const row = (await asSystem('auth', (tx) =>
    tx('users as u')
      .leftJoin('owner_oidc as p', (join) => join.on('p.owner_id', 'u.owner_id').andOnVal('p.active', true))
      .where({ 'u.id': userId })
      .first(
        tx.raw('u.password_hash is not null as password'),
        tx.raw('exists (select from passkeys k where k.user_id = u.id) as passkey'),
        tx.raw('exists (select from totp_secrets t where t.user_id = u.id and t.confirmed_at is not null) as code'),
        tx.raw(`case when exists (select from oidc_identities i where i.user_id = u.id and i.owner_id = p.owner_id
          and i.issuer = p.issuer) then p.label end as provider`),
      ),
  )) as Ways
  return row.password ? { ...row, code: false, provider: null } : row
}
