import { asSystem, type Actor, type InstallerActor, type OwnerActor, type Tx } from '../db/actor.ts'
import type { CompanyRow, ConnectionRow } from '../db/rowTypes.ts'
import { NotFound } from '../web/errors.ts'
import type { OwnerChoice } from './apply.ts'

export interface Agreement {
  version: number
  body_sv: string
  body_en: string
}

// One that is dated ahead waits for its day; there has been an agreement from the first.
const IN_FORCE = '(published_at <= app.now() or version = 1)'

export async function newestAgreement(tx: Tx): Promise<Agreement> {
  return (await tx<Agreement>('agreements')
    .whereRaw(IN_FORCE)
    .orderBy('version', 'desc')
    .first('version', 'body_sv', 'body_en'))!
}

/** Every network owner that is open for companies, with what it asks for; those of a postnummer first. */
export async function listOpenOwners(postcode: string | null): Promise<(OwnerChoice & { near: boolean })[]> {
  return asSystem('auth', async (tx) => {
    const { rows } = await tx.raw<{ rows: (OwnerChoice & { near: boolean })[] }>(
      `select o.id, o.code, o.name, o.email, o.certificate_required,
         exists (select from area_postcodes p where p.owner_id = o.id and ? between p.postcode_from and p.postcode_to) as near
       from owners o where o.admission <> 'closed' and o.deactivated_at is null order by near desc, o.name collate public.swedish limit 500`,
      [postcode ?? ''],
    )
    return rows
  })
}

export async function getCompany(tx: Tx, actor: InstallerActor): Promise<CompanyRow> {
  return (await tx<CompanyRow>('companies').where({ id: actor.companyId }).first())!
}

export interface Acceptance {
  version: number
  accepted_at: Date
  accepted_name: string
}

export function lastAcceptance(tx: Tx, actor: InstallerActor): Promise<Acceptance | undefined> {
  return tx<Acceptance>('agreement_acceptances')
    .where({ company_id: actor.companyId } as object)
    .orderBy('version', 'desc')
    .first('version', 'accepted_at', 'accepted_name')
}

/** Is there an agreement newer than the one that the company has accepted? */
export async function agreementWaits(tx: Tx, actor: InstallerActor): Promise<boolean> {
  const { rows } = await tx.raw<{ rows: [{ waits: boolean }] }>(
    `select coalesce((select max(version) from agreements where ${IN_FORCE})
       > coalesce((select max(version) from agreement_acceptances where company_id = ?), 0), false) as waits`,
    [actor.companyId],
  )
  return rows[0].waits
}

export type Connection = ConnectionRow & { owner_name: string; owner_code: string; owner_deactivated_at: Date | null }

export function listConnections(tx: Tx, actor: InstallerActor): Promise<Connection[]> {
  return tx('connections as n')
    .join('owners as o', 'o.id', 'n.owner_id')
    .where({ 'n.company_id': actor.companyId })
    .whereNot({ 'n.status': 'draft' })
    .orderByRaw('o.name collate public.swedish')
    .select('n.*', 'o.name as owner_name', 'o.code as owner_code', 'o.deactivated_at as owner_deactivated_at')
}

/** The owners that know the company by its name: who answers to a new one. */
export function listOwnersOf(
  tx: Tx,
  actor: InstallerActor,
): Promise<{ id: number; name: string; email: string | null }[]> {
  return tx('connections as n')
    .join('owners as o', 'o.id', 'n.owner_id')
    .where({ 'n.company_id': actor.companyId })
    .whereIn('n.status', ['applied', 'approved'])
    .orderBy('o.id')
    .select('o.id', 'o.name', 'o.email')
}

/** Applications that live: nobody applies twice (docs/domain.md 7.3). */
export const LIVE = ['applied', 'approved', 'blocked']

export interface Applicant extends ConnectionRow {
  id: number
  name: string
  org_number: string
  city: string | null
  email: string | null
  phone: string | null
  address: string | null
  postcode: string | null
  country: string
  compliance_name: string | null
  compliance_type: string | null
  /** What it wants to be called, while nobody has answered. */
  wanted_name: string | null
  /** On the whole platform, not with this owner. */
  company_status: 'waiting' | 'active' | 'blocked'
}

/** @throws NotFound for a company that has not applied here, as for one that is not there */
export async function getApplicant(tx: Tx, actor: OwnerActor, id: number): Promise<Applicant> {
  const row = (await tx('connections as n')
    .join('companies as c', 'c.id', 'n.company_id')
    .where({ 'n.owner_id': actor.ownerId, 'n.company_id': id })
    .whereNot({ 'n.status': 'draft' })
    .first('n.*', 'c.*', 'n.status as status', 'c.status as company_status')) as Applicant | undefined
  if (!row) throw new NotFound('Företaget finns inte')
  return row
}

export interface ConnectionEvent {
  at: Date
  side: 'installer' | 'owner' | 'system'
  actor_name: string
  status: ConnectionRow['status']
  reason: string | null
}

export function listConnectionEvents(
  tx: Tx,
  pair: { company_id: number; owner_id: number },
): Promise<ConnectionEvent[]> {
  return tx<ConnectionEvent>('connection_events')
    .where(pair as object)
    .orderBy('id', 'desc')
    .limit(100)
    .select('at', 'side', 'actor_name', 'status', 'reason')
}

export async function ownerOf(tx: Tx, actor: Actor): Promise<OwnerChoice> {
  return (await tx<OwnerChoice>('owners')
    .where({ id: actor.ownerId! })
    .first('id', 'code', 'name', 'email', 'certificate_required'))!
}
