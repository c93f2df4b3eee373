import { localDate } from '../calendar/workdays.ts'
import type { Actor, Tx } from '../db/actor.ts'
import type { CaseRow, EventRow, RevisionRow } from '../db/rows.ts'
import type { Answers, JobType } from '../forms/definition.ts'
import { changesBetween, readSections, type Reader } from '../forms/present.ts'
import { showPhone } from '../forms/identifiers/phone.ts'
import { explainFailure } from '../mail/failures.ts'
import { mayDelete } from '../attachments/queries.ts'
import { newKey } from '../web/once.ts'
import type { CasePage, Form, Person, StatusTag } from '../web/pages.ts'
import { buttonsFor } from './buttons.ts'
import { eyesOf, turnOf } from './clock.ts'
import { consentValues, decisionFor, marksFor } from './decision.ts'
import type { CasePerson, RejectionReason } from './queries.ts'
import { movesFor, STATUSES } from './status.ts'
import { symbolsOf } from './symbols.ts'
import { inWords, lastRejection, timelineOf, toFixOf } from './timeline.ts'
import { trackOf } from './track.ts'
import { getWholeCase } from './whole.ts'
import { orderLine } from '../subflows/lines.ts'
import { mayAddOrder } from '../subflows/orders.ts'
import { can } from '../users/rights.ts'
import type { Translate } from '../web/i18n.ts'

/** Everything the case page shows this person, in one transaction. `form` brings back a decision that had errors. */
export async function readCasePage(tx: Tx, actor: Actor, ref: string, t: Translate, form: Form): Promise<CasePage> {
  const whole = await getWholeCase(tx, actor, ref)
  const { kase, job, owner, people, events, revisions, reasons, files, internal } = whole
  const notes = whole.notes.map((note) => ({
    ...note,
    isNew: note.id > whole.readTo && note.author_id !== actor.userId,
  }))
  await markSeen(tx, actor, kase)
  const turn = turnOf(kase, eyesOf(actor), tx.now, t)
  const reader: Reader = { t, full: true, side: actor.side === 'owner' ? 'owner' : 'installer' }
  const shown = answersFor(actor, kase, revisions)
  const returned = kase.status === 'notice_rejected' || kase.status === 'completion_rejected'
  const changed =
    actor.side === 'owner' && kase.turn === 'owner' ? changesOf(job, kase, events, revisions, reasons, t) : null
  const decision = decisionFor(actor, kase, job, reasons, form, t)
  return {
    title: `${kase.number} · ${t(kase.job_name)}`,
    kase,
    ownerName: owner.name,
    ladder: owner.fuse_ladder,
    areaName: whole.area,
    status: statusTag(kase, t),
    symbols: symbolsOf(
      kase,
      { notes: notes.length > 0, unread: notes.some((note) => note.isNew), files: files.length },
      t,
    ),
    track: trackOf(kase, events, turn, t),
    turn,
    mayAssign: movesFor(actor, kase).includes('assign'),
    people: { responsible: personOf(people, 'responsible'), handler: personOf(people, 'handler') },
    buttons: await buttonsFor(tx, actor, kase, owner, t),
    toFix: returned ? toFixOf(events, job, reasons, `/cases/${kase.ref}/edit`, t) : null,
    changed,
    notice: readSections(job.notice, shown.notice, reader),
    consent: kase.consent_number === null ? null : readSections(job.consent, { ...kase.consent, ...internal }, reader),
    completion: shown.completion === null ? null : readSections(job.completion, shown.completion, reader),
    files: {
      installer: files.filter((file) => file.side === 'installer'),
      owner: files.filter((file) => file.side === 'owner'),
      slots: [...job.notice.attachments, ...job.completion.attachments],
      mayAdd: can(actor, 'attach') && kase.status !== 'archived' && kase.status !== 'cancelled',
      mayDelete: can(actor, 'attach') && mayDelete(actor, kase),
    },
    templates: whole.templates,
    notes,
    timeline: timelineOf(events, t),
    mails: whole.mails.map((mail) => ({
      ...mail,
      last_error: mail.last_error && explainFailure(t, mail.last_error),
    })),
    decision,
    // Rows are called what they were called when sent, whatever is being written.
    marks: marksFor(actor, { ...kase, notice: shown.notice }, t),
    orders:
      actor.side === 'owner'
        ? {
            lines: whole.orders.map((order) => orderLine(order, kase.ref, localDate(tx.now), t)),
            mayAdd: can(actor, 'dispatch') && mayAddOrder(kase, whole.orders),
          }
        : null,
    copies: whole.relatives.map((other) => ({
      ref: other.ref,
      number: other.number,
      label: other.id === kase.copied_from_id ? t('Kopierad från') : t('Kopierad till'),
    })),
    // What was typed goes before what is known: a rejection that came back leaves the approval filled in.
    form:
      decision?.approve.move === 'approve'
        ? { ...form, values: { ...consentValues(job, kase, internal), ...form.values } }
        : form,
    key: newKey(),
  }
}

export function statusTag(kase: Pick<CaseRow, 'status' | 'handler_name'>, t: Translate): StatusTag {
  const { label, tint, icon } = STATUSES[kase.status]
  const handled = kase.status === 'submitted' || kase.status === 'completed'
  return { label: t(label), tint, icon, detail: handled && kase.handler_name ? `(${kase.handler_name})` : '' }
}

/** A consent not yet read leaves the inbox when opened, a new case at the owner's is no longer untouched (T06). */
async function markSeen(tx: Tx, actor: Actor, kase: CaseRow): Promise<void> {
  // Who only reads, or plans, has not opened it in the sense of T06.
  if (can(actor, 'decide') && !kase.seen_by_owner && kase.turn === 'owner') {
    await tx('cases').where({ id: kase.id }).update({ seen_by_owner: true })
  }
  if (actor.side === 'installer' && !kase.seen_by_installer && kase.responsible_id === actor.userId) {
    await tx('cases').where({ id: kase.id }).update({ seen_by_installer: true })
  }
}

/** The owner reads what was sent; what the installer is writing meanwhile is not shown until it is sent. */
export function answersFor(
  actor: Actor,
  kase: CaseRow,
  revisions: RevisionRow[],
): { notice: Answers; completion: Answers | null } {
  const sent = revisions[0]
  const writing = actor.side === 'owner' && kase.turn === 'installer' && sent !== undefined
  const { notice, completion } = writing ? sent : kase
  return { notice, completion: Object.values(completion).some((answer) => answer !== false) ? completion : null }
}

/** Side by side with the round before: changed values, new files, and the reasons it was returned for. */
function changesOf(
  job: JobType,
  kase: CaseRow,
  events: EventRow[],
  [now, before]: RevisionRow[],
  reasons: RejectionReason[],
  t: Translate,
): CasePage['changed'] {
  const rejection = lastRejection(events)
  if (!now || !before || !rejection || now.revision !== kase.revision) return null
  // A rejection of the notice says nothing of the first completion that follows it.
  if (rejection.action !== (kase.status === 'submitted' ? 'reject' : 'rejectCompletion')) return null
  const had = new Set(before.attachments.map((file) => file.id))
  const items = [
    ...changesBetween(job.notice, before.notice, now.notice, t),
    ...changesBetween(job.completion, before.completion, now.completion, t),
  ].map(({ label, from, to }) => ({ label: t(label), from, to }))
  const files = now.attachments
    .filter((file) => !had.has(file.id))
    .map((file) => ({ label: t('Bilaga {kind}', { kind: file.kind }), from: '', to: `${file.name}, ${t('ny')}` }))
  return {
    revision: kase.revision,
    items: [...items, ...files],
    reasons: [...inWords(rejection, reasons, t), rejection.comment ?? ''],
  }
}

function personOf(people: CasePerson[], role: CasePerson['role']): Person | null {
  const person = people.find((each) => each.role === role)
  return person ? { name: person.name, phone: person.phone && showPhone(person.phone), email: person.email } : null
}
