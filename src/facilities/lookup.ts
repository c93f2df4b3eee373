import { countUse } from '../web/rateLimits.ts'
import { insertEvent, type CaseOwner } from '../cases/workflow/queries.ts'
import { asActor, asOwnersRule, type InstallerActor, type Tx } from '../db/actor.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import { showFacilityId } from '../domain/forms/identifiers/facilityId.ts'
import type { Code } from './codes.ts'
import type { Found, Question } from './register.ts'
import { serviceRegister, type Service } from './service.ts'
import { tableRegister } from './importedRegister.ts'

/** So many look-ups an hour: a day's work for a person, far from enough to copy a register by guessing. */
const LOOKUPS_AN_HOUR = { person: 40, company: 200 }
const HOUR = 3600

/**
 * One look-up for a case that the company is writing, asked and written down. Nothing of the case is held while a
 * service is waited for. The case must be editable: that is the caller's to have seen.
 */
export async function lookUp(
  actor: InstallerActor,
  { kase, owner }: { kase: CaseRow; owner: CaseOwner },
  question: Question,
  overwrite: boolean,
): Promise<Found> {
  const found = await answerTo(actor, kase, owner, question)
  if (found.code !== 302 || (await mayBeLogged(actor))) {
    await asActor(actor, (tx) => writeDown(tx, actor, kase, { question, overwrite, code: found.code, owner }))
  }
  return found
}

async function answerTo(actor: InstallerActor, kase: CaseRow, owner: CaseOwner, question: Question): Promise<Found> {
  if (owner.facility_source === 'off') return { code: 301 }
  if (!(await asActor(actor, (tx) => isApproved(tx, actor, owner.id)))) return { code: 300 }
  const waits = [
    await countUse('facility-person', String(actor.userId), LOOKUPS_AN_HOUR.person, HOUR),
    await countUse('facility-company', String(actor.companyId), LOOKUPS_AN_HOUR.company, HOUR),
  ]
  if (Math.max(...waits) > 0) return { code: 302 }
  if (owner.facility_source === 'register') {
    return asActor(actor, (tx) => tableRegister(tx, kase.id).find(question))
  }
  const service = await asOwnersRule(owner.id, (tx) => getService(tx, owner.id))
  return service ? serviceRegister(service).find(question) : { code: 301 }
}

export async function getService(tx: Tx, ownerId: number): Promise<Service | undefined> {
  return await tx('facility_services').where({ owner_id: ownerId }).first()
}

async function isApproved(tx: Tx, actor: InstallerActor, ownerId: number): Promise<boolean> {
  const row = await tx('connections')
    .where({ company_id: actor.companyId, owner_id: ownerId, status: 'approved' })
    .first('owner_id')
  return row !== undefined
}

/** Of those that were refused for being too many a few are enough to tell the story. */
async function mayBeLogged(actor: InstallerActor): Promise<boolean> {
  return (await countUse('facility-refused', String(actor.userId), 5, HOUR)) === 0
}

async function writeDown(
  tx: Tx,
  actor: InstallerActor,
  kase: CaseRow,
  { question, overwrite, code, owner }: { question: Question; overwrite: boolean; code: Code; owner: CaseOwner },
): Promise<void> {
  await tx('facility_lookups').insert({
    owner_id: kase.owner_id,
    company_id: actor.companyId,
    case_id: kase.id,
    user_id: actor.userId,
    user_name: actor.name,
    company_name: actor.tenantName,
    source: owner.facility_source,
    key: question.by,
    asked: question.value,
    code,
    overwrite,
  })
  await insertEvent(tx, kase, actor, {
    action: 'facility-asked',
    audience: 'company',
    details: { name: asWords(question), code, overwrite },
  })
}

export function asWords({ by, value }: Question): string {
  return by === 'facility' ? showFacilityId(value) : value
}
