import { addFiles } from '../attachments/queries.ts'
import { addWorkdays, localDate } from '../domain/calendar/workdays.ts'
import { splitAnswers } from '../cases/form/check.ts'
import { nextNumber } from '../cases/workflow/create.ts'
import { answerDays } from '../domain/forms/terms.ts'
import { areaEmail, freeze } from '../cases/workflow/perform.ts'
import { promoted } from '../cases/workflow/denormalised.ts'
import { insertEvent, type CaseOwner } from '../cases/workflow/queries.ts'
import { TRANSITIONS, type Status } from '../domain/workflow/status.ts'
import type { OwnerActor, Tx } from '../db/actor.ts'
import type { CaseRow, JobTypeRow } from '../db/rowTypes.ts'
import type { Answers, Finding } from '../domain/forms/definition.ts'
import { initialAnswers } from '../domain/forms/repeatingGroups.ts'
import { promiseMail } from '../mail/outbox.ts'
import { can } from '../domain/rights.ts'
import { Forbidden } from '../web/errors.ts'
import type { ReceivedFile } from '../web/uploads.ts'
import { overruled } from './findings.ts'

export interface Paper {
  owner: CaseOwner
  job: JobTypeRow
  areaId: number
  company: Pick<CaseRow, 'company_id' | 'company_name' | 'company_org_number' | 'company_contact'>
  answers: Answers
  /** What was left out, and why. */
  blanks: string[]
  reason: string
  /** What the rules said and the handläggare let stand. */
  said: Finding[]
  files: { kind: string; file: ReceivedFile }[]
}

/** A file that cannot be kept: nothing is registered until it has been put right. */
export class RefusedFiles extends Error {
  readonly errors: Record<string, string>
  constructor(errors: Record<string, string>) {
    super('refused files')
    this.errors = errors
  }
}

/**
 * T02: a case that came on paper or by telephone, sent as it is registered. Nobody is responsible for it at the company:
 * one that is known may take it over.
 * @throws Forbidden, RefusedFiles
 */
export async function registerCase(tx: Tx, actor: OwnerActor, paper: Paper): Promise<CaseRow> {
  if (!can(actor, 'register')) throw new Forbidden('Det får du inte göra')
  const { owner, job, areaId, company } = paper
  const to = (TRANSITIONS.register.to as Record<CaseRow['flow'], Status>)[job.flow]
  const parts = splitAnswers({ status: 'draft', flow: job.flow }, job.definition, paper.answers)
  const notice = parts.notice ?? {}
  const completion = parts.completion ?? initialAnswers(job.definition.completion)
  const number = await nextNumber(tx, owner.id)
  const [kase] = await tx<CaseRow>('cases')
    .insert({
      owner_id: owner.id,
      ...company,
      number,
      ref: `${owner.code}-${number}`,
      job_type_id: job.id,
      flow: job.flow,
      type_name: job.type_name,
      job_code: job.code,
      job_name: job.name,
      area_id: areaId,
      status: to,
      status_since: tx.now,
      turn: 'owner',
      turn_since: tx.now,
      due_on: addWorkdays(localDate(tx.now), answerDays(job.definition, to)),
      submitted_at: tx.now,
      revision: 1,
      created_by: actor.userId,
      seen_by_owner: true,
      manual: true,
      created_at: tx.now,
      last_event_at: tx.now,
      notice: JSON.stringify(notice) as never,
      completion: JSON.stringify(completion) as never,
      ...promoted(notice, job.code),
    })
    .returning('*')
  const refused = await addFiles(tx, actor, kase!, paper.files)
  if (Object.keys(refused).length > 0) throw new RefusedFiles(refused)
  await freeze(tx, actor, kase!)
  await insertEvent(
    tx,
    kase!,
    { side: 'owner', userId: actor.userId, name: actor.name },
    {
      action: 'register',
      audience: 'all',
      to_status: to,
      revision: 1,
      comment: paper.reason === '' ? null : paper.reason,
      details: { blanks: paper.blanks, overruled: overruled(paper.said) },
    },
  )
  await promiseMail(tx, 'M07', kase!, {
    ownerName: owner.name,
    areaEmail: await areaEmail(tx, areaId),
    doerId: actor.userId,
  })
  return kase!
}
