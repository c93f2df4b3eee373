import type { z } from 'zod'
import { getWholeCase, type WholeCase } from '../../cases/page/caseQuery.ts'
import { pointInWords } from '../../domain/forms/pointed.ts'
import { pointsOf } from '../../cases/workflow/points.ts'
import { lastRejection } from '../../cases/workflow/rejections.ts'
import type { Actor, Tx } from '../../db/actor.ts'
import type { AttachmentRow, CaseRow, NoteRow } from '../../db/rowTypes.ts'
import { prune } from '../../domain/forms/schema.ts'
import { editableParts, isGranted, movesFor, RETURNED, STATUSES, TRANSITIONS } from '../../domain/workflow/status.ts'
import { signer } from '../../language/actor.ts'
import type { Translate } from '../../language/i18n.ts'
import { API_ADDRESS } from '../endpoint.ts'
import { moveOperations } from './moveTable.ts'
import type { Case, CasePage, FileRead, NoteRead, Summary } from './schemas.ts'

/** The columns of a case that every answer has. */
export const SUMMARY_COLUMNS = [
  'id',
  'ref',
  'status',
  'flow',
  'job_code',
  'job_name',
  'owner_id',
  'company_name',
  'turn',
  'due_on',
  'hold_reason',
  'hold_until',
  'removal_requested',
  'responsible_name',
  'handler_name',
  'reference',
  'address',
  'orderer',
  'facility_id',
  'meter_number',
  'consent_number',
  'consent_on',
  'consent_valid_to',
  'preparation',
  'customer_service',
  'invoicing',
  'documented',
  'transformer',
  'work_order',
  'revision',
  'version',
  'submitted_at',
  'status_since',
  'last_event_at',
] as const satisfies readonly (keyof CaseRow)[]

export type SummaryRow = Pick<CaseRow, (typeof SUMMARY_COLUMNS)[number]>
interface Around {
  owner: { code: string; name: string }
  area: string | null
  t: Translate
}

export function summaryOf(kase: SummaryRow, { owner, area, t }: Around): z.input<typeof Summary> {
  return {
    ref: kase.ref,
    status: kase.status,
    status_text: t(STATUSES[kase.status].label),
    flow: kase.flow,
    job: { code: kase.job_code, name: t(kase.job_name) },
    owner,
    company: { name: kase.company_name },
    area,
    turn: kase.turn,
    due_on: kase.due_on,
    hold: kase.hold_reason === null ? null : { reason: kase.hold_reason, until: kase.hold_until },
    removal_requested: kase.removal_requested,
    responsible: kase.responsible_name,
    handler: kase.handler_name,
    reference: kase.reference,
    address: kase.address,
    orderer: kase.orderer,
    facility_id: kase.facility_id,
    meter_number: kase.meter_number,
    consent:
      kase.consent_on === null
        ? null
        : { number: kase.consent_number, on: kase.consent_on, valid_to: kase.consent_valid_to },
    symbols: {
      preparation: kase.preparation,
      customer_service: kase.customer_service,
      invoicing: kase.invoicing,
      documented: kase.documented,
      transformer: kase.transformer,
      work_order: kase.work_order,
    },
    revision: kase.revision,
    version: kase.version,
    submitted_at: kase.submitted_at?.toISOString() ?? null,
    status_since: kase.status_since.toISOString(),
    updated_at: kase.last_event_at.toISOString(),
  }
}

/** The case as its page shows it to this side, by the same reader (cases/page/caseQuery.ts). @throws NotFound */
export async function tellCase(tx: Tx, actor: Actor, ref: string, t: Translate): Promise<z.input<typeof Case>> {
  return caseOf(await getWholeCase(tx, actor, ref), actor, t)
}

function caseOf(whole: WholeCase, actor: Actor, t: Translate): z.input<typeof Case> {
  const { kase, job, owner, area, internal } = whole
  const open = movesFor(actor, kase)
  return {
    ...summaryOf(kase, { owner: { code: owner.code, name: owner.name }, area, t }),
    answers: { notice: prune(job.notice, kase.notice), completion: prune(job.completion, kase.completion) },
    // What the owner keeps for itself is out of the company's reach (case_internals).
    consent_answers: isGranted(kase) ? { ...kase.consent, ...internal } : null,
    rejection: RETURNED.includes(kase.status) ? rejectionOf(whole, t) : null,
    editable: actor.side === 'installer' && actor.key?.scopes.includes('cases:write') ? editableParts(kase) : [],
    moves: moveOperations
      .filter(({ move, scope }) => open.includes(move) && actor.key?.scopes.includes(scope))
      .map(({ move, own }) => ({
        move: own,
        label: t(TRANSITIONS[move].label),
        href: `${API_ADDRESS}/cases/${kase.ref}/moves/${own}`,
      })),
  }
}

function rejectionOf({ kase, job, owner, events, reasons }: WholeCase, t: Translate): z.input<typeof Case>['rejection'] {
  const rejection = lastRejection(events)
  if (!rejection) return null
  const { codes = [] } = rejection.details
  const sign = signer(t, { company: kase.company_name, owner: owner.name })
  return {
    at: rejection.at.toISOString(),
    by: sign(rejection.actor_name, rejection.side),
    comment: rejection.comment ?? '',
    reasons: codes.map((code) => ({ code, text: reasons.find((each) => each.code === code)?.text ?? code })),
    points: pointsOf(rejection, job).map((point) => ({
      name: point.name,
      label: pointInWords({ ...point, words: '' }, t),
      words: point.words,
    })),
  }
}

export function noteOf(note: NoteRow, by: (name: string, side: NoteRow['side']) => string): z.input<typeof NoteRead> {
  return {
    id: note.id,
    at: note.at.toISOString(),
    author: by(note.author_name, note.side),
    side: note.side,
    audience: note.audience === 'all' ? 'shared' : 'internal',
    subject: note.subject,
    body: note.body,
  }
}

export function fileOf(file: AttachmentRow, ref: string): z.input<typeof FileRead> {
  return {
    id: file.id,
    kind: file.kind,
    name: file.name,
    media_type: file.media_type,
    size: file.size,
    sha256: file.sha256.toString('hex'),
    side: file.side,
    uploaded_at: file.uploaded_at.toISOString(),
    uploaded_by: file.uploaded_by_name,
    outdated: file.outdated_at !== null,
    scan: file.scan,
    href: `${API_ADDRESS}/cases/${ref}/files/${file.id}`,
  }
}

export type ToldPage = z.input<typeof CasePage>
