import { alertInWords, alertTitle, quoteOf } from '../../alerts/words.ts'
import { localDate } from '../../domain/calendar/workdays.ts'
import type { Actor, Tx } from '../../db/actor.ts'
import type { EventRow } from '../../db/rowTypes.ts'
import type { Answers } from '../../domain/forms/definition.ts'
import { readSections, type Reader } from '../../domain/forms/present.ts'
import { showPhone } from '../../domain/forms/identifiers/phone.ts'
import { explainFailure } from '../../mail/failures.ts'
import { displayOf } from '../../attachments/look.ts'
import { mayDelete } from '../../attachments/queries.ts'
import { newKey } from '../../web/once.ts'
import type { CasePage, Person } from './views.ts'
import type { Form } from '../../web/pages.ts'
import { buttonsFor } from './buttons.ts'
import { changedSince, roundBefore } from './changedSince.ts'
import { eyesOf, turnOf } from './turn.ts'
import { decisionFor, marksFor } from './decision.ts'
import { refusal } from '../workflow/guards.ts'
import { neighboursOf } from './neighbours.ts'
import { prefill } from './consentPrefill.ts'
import { presenceInWords as presentInWords } from './presence.ts'
import type { CasePerson } from '../workflow/queries.ts'
import { readyTexts } from './standardTexts.ts'
import {
  CONSENTS,
  FINAL,
  hasExpired,
  isGranted,
  movesFor,
  RETURNED,
  TRANSITIONS,
} from '../../domain/workflow/status.ts'
import { statusTag } from '../statusTag.ts'
import { symbolsOf } from '../symbols/symbols.ts'
import { marksOf, withPointing } from './pointing.ts'
import { isDecision, removalOf, stopOf, timelineOf, toFixOf } from './timeline.ts'
import { trackOf } from './track.ts'
import { pointsOf, remarksOf } from '../workflow/points.ts'
import { lastRejection, standing } from '../workflow/rejections.ts'
import { secondsLeft, undoableUntil } from '../workflow/undo.ts'
import { getWholeCase, type WholeCase } from './caseQuery.ts'
import { orderLine } from '../../work-orders/lines.ts'
import { mayAddOrder } from '../../work-orders/orders.ts'
import { can } from '../../domain/rights.ts'
import { signer } from '../../language/actor.ts'
import type { Translate } from '../../language/i18n.ts'
import { maskPersonalNumbers, maskTexts } from '../../text/mask.ts'
import { termsOf } from '../../domain/forms/terms.ts'

/**
 * Everything the case page shows this person, in one transaction. `form` brings back a decision that had errors; on
 * paper, what changed since last time is not marked.
 */
export async function readCasePage(
  tx: Tx,
  actor: Actor,
  ref: string,
  t: Translate,
  form: Form,
  { onPaper = false } = {},
): Promise<CasePage> {
  const whole = await getWholeCase(tx, actor, ref, { onPaper })
  const { kase, job, owner, people, events, revisions, reasons, files, internal } = whole
  const sign = signer(t, { company: kase.company_name, owner: owner.name })
  const guest = actor.support !== undefined
  const notes = whole.notes.map((note) => ({
    ...note,
    by: sign(note.author_name, note.side),
    ...(guest && { subject: maskPersonalNumbers(note.subject), body: maskPersonalNumbers(note.body) }),
    isNew: !guest && note.id > whole.readTo && note.author_id !== actor.userId,
  }))
  const consented = standing(events).find(({ action }) => isDecision(action, 'approved', 'notice'))
  const decided = standing(events).find(({ action }) => isDecision(action))
  // What waits to be read is read here.
  const waits = whole.waits !== null && READ_HERE.includes(whole.waits) ? null : whole.waits
  const clocked = { ...kase, waits, owner_gone: owner.deactivated_at !== null, proposal: proposalOf(whole, actor) }
  const turn = turnOf(clocked, eyesOf(actor), tx.now, t)
  const reader: Reader = { t, full: !guest, side: actor.side === 'owner' ? 'owner' : 'installer' }
  const { notice: answers, completion: completed } = kase
  const returned = RETURNED.includes(kase.status)
  const told = guest ? masked(events) : events
  const round = actor.side === 'owner' && !onPaper ? roundBefore(kase, told, revisions) : null
  const read = {
    notice: readSections(job.notice, answers, reader, round?.before.notice),
    completion: isBegun(completed)
      ? readSections(job.completion, completed, reader, beforeOf(round?.before.completion))
      : null,
  }
  const mayAttach = !guest && can(actor, 'attach')
  const shownFiles = files.map((file) => ({
    ...file,
    look: displayOf(file),
    by: sign(file.uploaded_by_name, file.side),
    outdatedBy: file.outdated_by_name && sign(file.outdated_by_name, file.side),
    mayDelete: mayAttach && mayDelete(actor, kase, file),
  }))
  const proposal = whole.proposal
  const marks = marksOf(kase, job, files, form, t)
  const why = await whyNot(tx, actor, whole)
  const panel = { kase, job, reasons, rules: whole.settings.rules, proposal, form, why, marks }
  const decision = guest ? null : decisionFor(actor, panel, t)
  const rejection = returned ? lastRejection(told) : undefined
  const remarks = rejection ? remarksOf(pointsOf(rejection, job), t) : {}
  const said = (name: string) => (remarks[name] === undefined ? {} : { remark: remarks[name] })
  const beside = decision && !onPaper ? marks.at : said
  const notice = withPointing(read.notice, beside)
  const completion = read.completion && withPointing(read.completion, beside)
  const filled =
    decision?.approve.move === 'approve'
      ? prefill(job, { kase, internal, proposal, earlier: whole.earlier }, t)
      : { values: {}, sources: {} }
  return {
    title: `${kase.ref} · ${t(kase.job_name)}`,
    kase,
    ownerName: owner.name,
    ownerInUse: owner.deactivated_at === null,
    ladder: termsOf(job).ladder,
    areaName: whole.area,
    status: statusTag(kase, t),
    symbols: symbolsOf(
      kase,
      { notes: notes.length > 0, unread: notes.some((note) => note.isNew), files: files.length },
      t,
    ),
    newestEvent: events[0]?.id ?? 0,
    track: trackOf(kase, standing(events), turn, t),
    turn,
    mayAssign: !guest && movesFor(actor, kase).includes('assign'),
    people: { responsible: personOf(people, 'responsible'), handler: personOf(people, 'handler') },
    buttons: guest ? [] : await buttonsFor(tx, actor, kase, owner, t),
    toFix: returned ? toFixOf(told, job, reasons, `/cases/${kase.ref}/edit`, t, sign) : null,
    changed: round && changedSince(job, round, [...notice, ...(completion ?? [])], reasons, t),
    notice,
    consent: isGranted(kase) ? readSections(job.consent, { ...kase.consent, ...internal }, reader) : null,
    consentedBy: consented ? sign(consented.actor_name, consented.side) : null,
    // A rule, or another than whose case it is.
    decidedBy:
      decided && (decided.actor_id === null || decided.actor_id !== kase.handler_id)
        ? sign(decided.actor_name, decided.side)
        : null,
    completion,
    files: {
      installer: shownFiles.filter((file) => file.side === 'installer'),
      owner: shownFiles.filter((file) => file.side === 'owner'),
      slots: [...job.notice.attachments, ...job.completion.attachments],
      mayAdd: mayAttach && !FINAL.includes(kase.status),
    },
    templates: whole.templates,
    notes,
    timeline: timelineOf(told, t, sign),
    mails: whole.mails.map((mail) => ({
      ...mail,
      last_error: mail.last_error && explainFailure(t, mail.last_error),
      canBeUndone: mail.send_after !== null && mail.send_after <= undoableUntil(mail.created_at),
    })),
    decision,
    texts: guest ? [] : readyTexts(whole.settings.standard_texts, kase, actor, tx.now),
    sources: Object.fromEntries(Object.entries(filled.sources).filter(([key]) => !(key in form.values))),
    undo: guest ? null : secondsLeft(whole.undo, kase, tx.now),
    present: actor.side === 'owner' && !guest ? presentInWords(whole.present, t) : null,
    stop: stopOf(kase, told, actor.side === 'owner' ? 'owner' : 'installer', t, sign),
    expired: hasExpired(kase, localDate(tx.now)) ? (owner.expired_stops ? 'stops' : 'warns') : null,
    alerts: whole.alerts.map((alert) => ({
      title: alertTitle(alert, t),
      text: alertInWords(alert, kase, t),
      quote: quoteOf(alert),
    })),
    removal: removalOf(kase, told, sign),
    neighbours: neighboursOf(kase, whole.neighbours, t),
    conflict: null,
    viewer: null,
    marks: guest ? null : marksFor(actor, kase, t),
    orders:
      actor.side === 'owner'
        ? {
            lines: whole.orders.map((order) => orderLine(order, kase.ref, localDate(tx.now), t)),
            mayAdd: !guest && can(actor, 'dispatch') && mayAddOrder(kase, whole.orders),
          }
        : null,
    copies: whole.relatives.map((other) => ({
      ref: other.ref,
      label: other.id === kase.copied_from_id ? t('Kopierad från') : t('Kopierad till'),
    })),
    goesOn:
      actor.side === 'installer' && kase.submitted_at === null && whole.draftDays !== null
        ? new Date(kase.last_event_at.getTime() + whole.draftDays * 86_400_000)
        : null,
    // What was typed goes before what is known: a rejection that came back leaves the approval filled in.
    form: { ...form, values: { ...filled.values, ...form.values } },
    key: newKey(),
  }
}

const READ_HERE = ['news', 'notes', 'told', 'reminders']

function proposalOf({ proposal }: WholeCase, actor: Actor) {
  return proposal && { name: proposal.user_name, mine: proposal.user_id === actor.userId }
}

/** Nothing written is nothing to compare with: a first completion is new as a whole. */
function beforeOf(completion: Answers | undefined): Answers | undefined {
  return completion && Object.keys(completion).length > 0 ? completion : undefined
}

/** Why the case cannot be approved as it stands. That two are needed is no obstacle here: the panel then proposes. */
async function whyNot(tx: Tx, actor: Actor, { kase, owner }: WholeCase): Promise<string | null> {
  const approve = movesFor(actor, kase).find((move) => CONSENTS.includes(move))
  const guards = approve ? (TRANSITIONS[approve].guards ?? []).filter((guard) => guard !== 'fourEyes') : []
  return refusal(guards, { tx, kase, owner, by: actor })
}

/** Something was answered, or ticked. */
function isBegun(answers: Answers): boolean {
  return Object.values(answers).some((answer) => answer !== false)
}

/** What was written freely, as one who gives support may read it. */
function masked(events: EventRow[]): EventRow[] {
  return events.map((event) => ({
    ...event,
    comment: event.comment && maskPersonalNumbers(event.comment),
    details: maskTexts(event.details),
  }))
}

function personOf(people: CasePerson[], role: CasePerson['role']): Person | null {
  const person = people.find((each) => each.role === role)
  return person ? { name: person.name, phone: person.phone && showPhone(person.phone), email: person.email } : null
}
