import { chooseArea, getJobInForce } from '../cases/form/newCase.ts'
import { getOwner, type CaseOwner } from '../cases/workflow/queries.ts'
import type { OwnerActor, Tx } from '../db/actor.ts'
import type { JobTypeRow } from '../db/rowTypes.ts'
import type { Translate } from '../language/i18n.ts'
import type { Start } from './forms.ts'
import { likeOf } from '../text/like.ts'
import type { Paper } from './register.ts'

export interface Chosen extends Pick<Paper, 'areaId' | 'company'> {
  owner: CaseOwner
  job: JobTypeRow
  now: Date
}

/** An active job of the owner's, one of its areas, and a company that may send to it, or one that nobody knows. */
export async function choose(
  tx: Tx,
  actor: OwnerActor,
  wanted: Start,
  t: Translate,
): Promise<Chosen | { errors: Record<string, string> }> {
  const owner = await getOwner(tx, actor.ownerId)
  const company = await companyOf(tx, wanted)
  if (!company) return { errors: { company: t('Välj företag.') } }
  const job = await getJobInForce(tx, owner.id, wanted.job)
  if (!job) return { errors: { job: t('Välj jobbtyp.') } }
  const area = await chooseArea(tx, owner.id, wanted, t)
  if ('errors' in area) return area
  return { owner, job, areaId: area.id, company, now: tx.now }
}

async function companyOf(tx: Tx, wanted: Start): Promise<Paper['company'] | null> {
  if (wanted.company === 'unknown') {
    return {
      company_id: null,
      company_name: wanted.company_name,
      company_org_number: wanted.company_org_number,
      company_contact: wanted.company_contact === '' ? null : wanted.company_contact,
    }
  }
  const known = (await listCompanies(tx, '', wanted.company))[0]
  return known
    ? { company_id: known.id, company_name: known.name, company_org_number: null, company_contact: null }
    : null
}

/** Companies with an approved connection, by part of the name or the organisation number. */
export function listCompanies(
  tx: Tx,
  q: string,
  id: number | null = null,
): Promise<{ id: number; name: string; org_number: string }[]> {
  const like = `%${likeOf(q)}%`
  const digits = q.replace(/\D/g, '')
  const found = tx('companies')
    .join('connections', 'connections.company_id', 'companies.id')
    .where('connections.status', 'approved')
    .orderByRaw('companies.name collate public.swedish')
    .limit(20)
    .select('companies.id', 'companies.name', 'companies.org_number')
  if (id !== null) return found.where('companies.id', id)
  return found.where((either) => {
    void either.whereILike('companies.name', like)
    if (digits.length >= 4) void either.orWhereLike('companies.org_number', `%${digits}%`)
  })
}
