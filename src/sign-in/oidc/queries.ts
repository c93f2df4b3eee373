import { asSystem, type Tx } from '../../db/actor.ts'
import { unseal } from '../accounts/encryption.ts'

/** A network owner's provider, as its administrator set it up. */
export interface Provider {
  ownerId: number
  issuer: string
  clientId: string
  /** null when it was sealed with a key that is gone: it has to be given again. */
  clientSecret: string | null
  label: string
  active: boolean
  twoSteps: boolean
  updatedAt: Date
}

interface ProviderRow {
  owner_id: number
  issuer: string
  client_id: string
  client_secret: Buffer
  label: string
  active: boolean
  two_steps: boolean
  updated_at: Date
}

/** What the button says, while sign-in at the provider is switched on. */
export async function providerLabel(ownerId: number): Promise<string | null> {
  const row = (await asSystem('auth', (tx) =>
    tx('owner_oidc').where({ owner_id: ownerId, active: true }).first('label'),
  )) as { label: string } | undefined
  return row?.label ?? null
}

/** The provider of an owner; undefined when there is none, or `onlyActive` and it is switched off. */
export async function getProvider(ownerId: number, onlyActive: boolean): Promise<Provider | undefined> {
  const row = (await asSystem('auth', (tx) =>
    tx<ProviderRow>('owner_oidc')
      .where({ owner_id: ownerId, ...(onlyActive && { active: true }) })
      .first(),
  )) as ProviderRow | undefined
  return (
    row && {
      ownerId: row.owner_id,
      issuer: row.issuer,
      clientId: row.client_id,
      clientSecret: unseal(row.client_secret),
      label: row.label,
      active: row.active,
      twoSteps: row.two_steps,
      updatedAt: row.updated_at,
    }
  )
}

/** Is this identity at the provider that person's, and was before? */
export async function isKnownAs({ ownerId, issuer }: Provider, subject: string, userId: number): Promise<boolean> {
  const row = (await asSystem('auth', (tx) =>
    tx('oidc_identities').where({ owner_id: ownerId, issuer, subject, user_id: userId }).first('user_id'),
  )) as object | undefined
  return row !== undefined
}

export interface Claims {
  subject: string
  /** Only when the provider says that it is verified. */
  email: string | null
}

interface Found {
  id: number
  /** Known by this identity from before. */
  linked: boolean
}

/**
 * Who it is: the person whose identity at the provider is known, else the one open account of this owner with that verified
 * address, whose identity it is from then on. Nobody of another tenant, whatever the provider says.
 */
export async function personOfClaims(tx: Tx, { ownerId, issuer }: Provider, claims: Claims): Promise<Found | null> {
  const open = () => tx('users as u').where({ 'u.owner_id': ownerId, 'u.kind': 'owner', 'u.active': true })
  const known = await tx('oidc_identities')
    .where({ owner_id: ownerId, issuer, subject: claims.subject })
    .first('user_id')
  if (known) {
    const person = (await open().where({ 'u.id': known.user_id }).first('u.id')) as { id: number } | undefined
    return person ? { id: person.id, linked: true } : null
  }
  if (claims.email === null) return null
  const people = (await open()
    .whereRaw('lower(u.email) = lower(?)', [claims.email])
    // Who has an identity at this provider already comes by that one and no other.
    .whereNotExists(
      tx('oidc_identities as i').where({ 'i.owner_id': ownerId, 'i.issuer': issuer }).whereRaw('i.user_id = u.id'),
    )
    .limit(2)
    .select('u.id')) as { id: number }[]
  const [person] = people
  if (!person || people.length > 1) return null
  await tx('oidc_identities')
    .insert({ owner_id: ownerId, issuer, subject: claims.subject, user_id: person.id })
    .onConflict()
    .ignore()
  return { id: person.id, linked: false }
}
