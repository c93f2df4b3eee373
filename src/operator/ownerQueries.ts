import type { Tx } from '../db/actor.ts'
import { NotFound } from '../web/errors.ts'

export interface OwnerLine {
  id: number
  code: string
  name: string
  admission: 'manual' | 'known' | 'registered' | 'open' | 'closed'
  created_at: Date
  deactivated_at: Date | null
  /** Has anybody of it ever come in? */
  in_use: boolean
  people: number
  companies: number
  waiting: number
  open_cases: number
}

/** Numbers of each, never what is in them. */
const LINES = `select o.id, o.code, o.name, o.admission, o.created_at, o.deactivated_at, app.owner_in_use(o.id) as in_use,
    (select count(*)::int from users u where u.owner_id = o.id and u.active) as people,
    (select count(*)::int from connections n where n.owner_id = o.id and n.status = 'approved') as companies,
    (select count(*)::int from connections n where n.owner_id = o.id and n.status = 'applied') as waiting,
    coalesce(k.open, 0) as open_cases
  from owners o left join app.open_cases() k on k.owner_id = o.id
  order by o.name collate public.swedish`

export async function listOwnerLines(tx: Tx): Promise<OwnerLine[]> {
  return (await tx.raw<{ rows: OwnerLine[] }>(LINES)).rows
}

export interface OwnerDetails {
  id: number
  code: string
  name: string
  org_number: string
  gln: string | null
  phone: string | null
  email: string | null
  admission: OwnerLine['admission']
  created_at: Date
  deactivated_at: Date | null
  deactivated_reason: string | null
  in_use: boolean
  /** Who could sign in, and what is under way with it. */
  people: number
  companies: number
  open_cases: number
}

export interface FirstPerson {
  id: number
  username: string
  name: string
  email: string | null
  invited_at: Date | null
}

export interface Area {
  code: string
  name: string
  postcodes: string
}

/** @throws NotFound */
export async function getOwnerDetails(
  tx: Tx,
  id: number,
): Promise<{ owner: OwnerDetails; admin: FirstPerson | null; areas: Area[] }> {
  const owner = (await tx('owners')
    .where({ id })
    .first(
      'id',
      'code',
      'name',
      'org_number',
      'gln',
      'phone',
      'email',
      'admission',
      'created_at',
      'deactivated_at',
      'deactivated_reason',
      tx.raw('(select count(*)::int from users u where u.owner_id = owners.id and u.active) as people'),
      tx.raw(
        `(select count(*)::int from connections n where n.owner_id = owners.id and n.status = 'approved') as companies`,
      ),
      tx.raw('coalesce((select k.open from app.open_cases() k where k.owner_id = owners.id), 0) as open_cases'),
      tx.raw('app.owner_in_use(id) as in_use'),
    )) as OwnerDetails | undefined
  if (!owner) throw new NotFound()
  const admin = await tx('users')
    .where({ owner_id: id, is_admin: true, active: true })
    .orderBy('id')
    .first('id', 'username', 'name', 'email', 'invited_at')
  const { rows: areas } = await tx.raw<{ rows: Area[] }>(
    `select a.code, a.name, string_agg(case when p.postcode_from = p.postcode_to then p.postcode_from
       else p.postcode_from || '–' || p.postcode_to end, ', ' order by p.postcode_from) as postcodes
     from areas a left join area_postcodes p on p.area_id = a.id where a.owner_id = ? group by a.id order by a.code`,
    [id],
  )
  return { owner, admin: admin ?? null, areas }
}

export interface ProposedProvider {
  id: number
  user_name: string
  at: Date
  removes: boolean
  issuer: string | null
}

/** A change of the owner's sign-in provider that waits for a second person; never its client's secret. */
export async function proposedProvider(tx: Tx, ownerId: number): Promise<ProposedProvider | null> {
  const row = await tx('provider_proposals')
    .where({ owner_id: ownerId })
    .first('id', 'user_name', 'at', 'removes', 'issuer')
  return row ?? null
}
