import { localDate } from '../../domain/calendar/workdays.ts'
import { TEMPLATES_FOR } from '../../templates/queries.ts'
import type { Actor, Tx } from '../../db/actor.ts'
import { fromJson } from '../../db/json.ts'
import type { DecisionRules, StandardText } from '../../db/columnTypes.ts'
import type {
  AttachmentRow,
  CaseRow,
  EventRow,
  NoteRow,
  OrderRow,
  RevisionRow,
  TemplateRow,
} from '../../db/rowTypes.ts'
import type { Answers, JobType } from '../../domain/forms/definition.ts'
import { forNotice } from '../../domain/forms/resolvedForms.ts'
import { EARLIER, NEIGHBOURS, neighbourParams, type NeighbourRow } from './neighbours.ts'
import type { EarlierCase } from './consentPrefill.ts'
import { tracesOf } from './markOpened.ts'
import { arrivalParams, PRESENT, type Present } from './presence.ts'
import { STANDING, type StandingProposal } from '../workflow/fourEyes.ts'
import { SETTINGS } from './standardTexts.ts'
import type { Move } from '../../domain/workflow/status.ts'
import {
  LOG,
  noSuchCase,
  OWNER_COLUMNS,
  type CaseMail,
  type CaseOwner,
  type CasePerson,
  type RejectionReason,
} from '../workflow/queries.ts'
import { DRAFT_RULE, draftDaysOf } from '../../privacy/drafts.ts'
import { withUnsent, type Unsent } from '../workflow/unsent.ts'

/** A case with all that hangs on it and that the reader may see. */
export interface WholeCase {
  /** To the owner with the answers that were sent last, to the company with what it has written since. */
  kase: CaseRow
  job: JobType
  reasons: RejectionReason[]
  owner: CaseOwner
  area: string | null
  people: CasePerson[]
  /** The part of the reader's inbox in which it waited for them; null: it did not. */
  waits: string | null
  /** Newest first, at most 500. */
  events: EventRow[]
  /** The last two, newest first. */
  revisions: RevisionRow[]
  files: AttachmentRow[]
  notes: NoteRow[]
  /** The newest note the reader has had before their eyes, 0 for none. */
  readTo: number
  relatives: Pick<CaseRow, 'id' | 'ref' | 'number' | 'job_name'>[]
  mails: CaseMail[]
  /** The owner's documents to be filled in for this job. */
  templates: TemplateRow[]
  /** What the owner keeps for itself of the network data. */
  internal: Answers
  /** To its company: days after the last change that a draft is kept; null: until further notice. */
  draftDays: number | null
  /** The rest is for the owner's people alone, empty for others. */
  orders: OrderRow[]
  settings: { standard_texts: StandardText[]; rules: DecisionRules }
  proposal: StandingProposal | null
  /** The reader's own last decision, while it can be undone. */
  undo: { until: Date; version: number; move: Move } | undefined
  present: Present[]
  neighbours: NeighbourRow[]
  earlier: EarlierCase | null
}

type Head = CaseRow & Pick<WholeCase, 'job' | 'reasons' | 'area'> & { owner: Record<string, unknown> }

const HEAD = `select c.*, j.definition as job, g.rejection_reasons as reasons, a.code || ' ' || a.name as area,
    jsonb_build_object(${OWNER_COLUMNS.map((column) => `'${column}', o.${column}`).join(', ')}) as owner
  from cases c
  join job_types j on j.id = c.job_type_id
  join configurations g on g.id = j.configuration_id
  join owners o on o.id = c.owner_id
  left join areas a on a.id = c.area_id
  where c.ref = ?`

/** What hangs on a case, each kind in its order. :origin is what the case was copied from. */
const PARTS = {
  people: `select * from app.case_people(:id)`,
  waits: `select part from app.waiting_parts(array[:id::bigint])`,
  events: `select * from ${LOG} log where case_id = :id order by id desc limit 500`,
  revisions: `select * from case_revisions where case_id = :id order by revision desc limit 2`,
  files: `select id, case_id, audience, side, kind, name, media_type, size, uploaded_at, uploaded_by, uploaded_by_name,
    deleted_at, outdated_at, outdated_by_name, on_record, scan, picture from attachments where case_id = :id and deleted_at is null order by id`,
  notes: `select * from notes where case_id = :id order by id desc`,
  read: `select read_to from note_reads where case_id = :id and user_id = app.user_id()`,
  relatives: `select id, ref, number, job_name from cases where copied_from_id = :id or id = :origin order by id limit 20`,
  mails: `select id, to_name, to_address, subject, status, created_at, send_after, delivered_at, last_error from mail_messages
    where case_id = :id order by id desc`,
  templates: TEMPLATES_FOR,
}

const FOR_THE_COMPANY = {
  unsent: `select notice, completion from unsent_answers where case_id = :id`,
  kept: DRAFT_RULE,
}

const FOR_THE_OWNER = {
  internal: `select consent from case_internals where case_id = :id`,
  orders: `select * from work_orders where case_id = :id order by seq`,
  settings: SETTINGS,
  proposal: STANDING,
  undo: `select until, version, move from case_undos where case_id = :id and user_id = app.user_id()`,
  present: PRESENT,
  neighbours: NEIGHBOURS,
  earlier: EARLIER,
}

/**
 * Two statements, whatever the case holds: itself with what it points at, and all that hangs on it as one list of rows.
 * The second also writes what opening the case leaves behind (markOpened.ts), and reads how it stood before.
 */
export async function getWholeCase(tx: Tx, actor: Actor, ref: string, { onPaper = false } = {}): Promise<WholeCase> {
  const head = (await tx.raw<{ rows: Head[] }>(HEAD, [ref])).rows[0] ?? noSuchCase()
  const { job, reasons, owner, area, ...row } = head
  const parts = { ...PARTS, ...(actor.side === 'owner' ? FOR_THE_OWNER : FOR_THE_COMPANY) }
  const traces = tracesOf(actor, row, { onPaper })
  const { rows } = await tx.raw<{ rows: { part: string; row: Record<string, unknown> }[] }>(
    `${traces.length > 0 ? `with ${traces.join(', ')} ` : ''}select part, row from (${Object.entries(parts)
      .map(
        ([part, query]) =>
          `select '${part}' as part, row_number() over () as place, to_jsonb(p) as row from (${query}) p`,
      )
      .join(' union all ')}) every order by part, place`,
    {
      id: row.id,
      origin: row.copied_from_id ?? 0,
      owner: row.owner_id,
      code: row.job_code,
      today: localDate(tx.now),
      me: actor.userId,
      name: actor.name,
      ...(actor.side === 'owner' && {
        ...neighbourParams(row),
        ...arrivalParams(actor, row, null),
      }),
    } as never,
  )
  const of = <T>(part: string) => rows.filter((each) => each.part === part).map((each) => fromJson<T>(each.row))
  const kase = actor.side === 'owner' ? row : withUnsent(row, of<Unsent>('unsent')[0])
  return {
    kase,
    job: forNotice(job, kase.notice),
    reasons,
    owner: fromJson<CaseOwner>(owner),
    area,
    people: of<CasePerson>('people'),
    waits: of<{ part: string }>('waits')[0]?.part ?? null,
    events: of<EventRow>('events'),
    revisions: of<RevisionRow>('revisions'),
    files: of<AttachmentRow>('files'),
    notes: of<NoteRow>('notes'),
    readTo: of<{ read_to: number }>('read')[0]?.read_to ?? 0,
    relatives: of<WholeCase['relatives'][number]>('relatives'),
    mails: of<CaseMail>('mails'),
    templates: of<TemplateRow>('templates'),
    orders: of<OrderRow>('orders'),
    draftDays: draftDaysOf(of<{ days: number | null }>('kept')[0]),
    internal: of<{ consent: Answers }>('internal')[0]?.consent ?? {},
    settings: of<WholeCase['settings']>('settings')[0] ?? { standard_texts: [], rules: {} },
    proposal: of<StandingProposal>('proposal')[0] ?? null,
    undo: of<NonNullable<WholeCase['undo']>>('undo')[0],
    present: of<Present>('present'),
    neighbours: of<NeighbourRow>('neighbours'),
    earlier: of<EarlierCase>('earlier')[0] ?? null,
  }
}
