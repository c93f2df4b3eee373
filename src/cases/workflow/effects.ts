import type { CaseOwner } from './queries.ts'
import { addWorkdays, localDate, workdaysBetween } from '../../domain/calendar/workdays.ts'
import type { Tx } from '../../db/actor.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import type { EventDetails } from '../../db/columnTypes.ts'
import { releaseOrders } from '../../work-orders/orders.ts'
import { promoted } from './denormalised.ts'
import type { doerOf, Before, MoveInput } from './moveRequest.ts'
import { RETURNED, WAITING, type Effect } from '../../domain/workflow/status.ts'
import type { JobType } from '../../domain/forms/definition.ts'
import { answerDays, termsOf } from '../../domain/forms/terms.ts'
import { uncertified } from './unsent.ts'

interface Doing {
  tx: Tx
  kase: Before
  /** The status the move leads to. */
  to: CaseRow['status']
  owner: CaseOwner
  /** As its version has it. */
  job: JobType
  input: MoveInput
  doer: ReturnType<typeof doerOf>
}

type Patch = Partial<CaseRow>

/** What a move writes on the case beside its status (docs/domain.md 2.4, column Effect); the log and mail come after. */
export const EFFECTS: Record<Effect, (doing: Doing) => Patch | Promise<Patch>> = {
  send: ({ tx, kase, doer }) => ({
    submitted_at: kase.submitted_at ?? tx.now,
    revision: kase.revision + 1,
    // A handläggare who sends it in the installer's place has it before them.
    seen_by_owner: doer.side === 'owner',
    // Who sends, or takes away, knows what came before.
    ...(doer.side === 'installer' && { seen_by_installer: true }),
  }),
  manual: () => ({ manual: true }),
  // The revision stays: what was sent once keeps its row, and the next sending is the next number.
  unsend: ({ kase }) => ({ submitted_at: null, notice: uncertified(kase.notice) }),
  startClock: ({ tx, kase, to, job }) => ({
    // A case that is resumed where the installer has it has no day to be answered by.
    // One that is reopened was the owner's all along, but the days are counted from now.
    ...(WAITING.includes(to) && {
      due_on: addWorkdays(localDate(tx.now), daysFor(kase, job, to)),
      turn_since: tx.now,
    }),
    ...noHold,
  }),
  consent: ({ tx, kase, to, owner, input }) => {
    // In flow G what is answered, if anything is, is no consent: it has no number and runs out on no day.
    if (to !== 'consented') return { consent: input.consent ?? {} }
    const today = localDate(tx.now)
    return {
      consent: input.consent ?? {},
      consent_number: `M-${kase.ref}`,
      consent_on: today,
      consent_valid_to: addMonths(today, owner.consent_months),
      consent_revoked_at: null,
    }
  },
  voidConsent: ({ tx }) => ({
    consent_number: null,
    consent_on: null,
    consent_valid_to: null,
    consent_revoked_at: tx.now,
  }),
  extendConsent: ({ input }) => ({ consent_valid_to: input.validTo! }),
  // Not by an automatic approval in flow F: it leads to the consent, and the work is not done by then. The columns of the
  // case that tell of its orders follow by app.follow_orders(); a cancelled case's orders are called off by app.cancel_orders().
  releaseOrder: async ({ tx, kase, to, doer }) => {
    if (to === 'closed' && kase.open_orders > 0) await releaseOrders(tx, kase, doer)
    return {}
  },
  countRejection: ({ tx, kase }) => ({
    rejected_count: kase.rejected_count + 1,
    days_left: daysLeft(kase, tx.now),
  }),
  requestRemoval: () => ({ removal_requested: true, seen_by_installer: true }),
  endRemoval: () => ({ removal_requested: false }),
  assign: ({ input }) => ({ handler_id: input.handler?.id ?? null, handler_name: input.handler?.name ?? null }),
  // Who decides on what nobody has taken handles it: what is corrected comes back to them. A key has no inbox.
  take: ({ kase, doer }) =>
    kase.handler_id === null && doer.side === 'owner' && doer.isPerson
      ? { handler_id: doer.userId, handler_name: doer.name }
      : {},
  reassign: ({ input }) =>
    input.responsible ? { responsible_id: input.responsible.id, responsible_name: input.responsible.name } : {},
  hold: ({ tx, kase, input }) =>
    input.hold
      ? { hold_reason: input.hold.reason, hold_until: input.hold.until, held_at: kase.held_at ?? tx.now }
      : { ...noHold, due_on: postponed(kase, tx.now) },
  clearHold: () => noHold,
  // Stands in the inbox of who is responsible until they open it (app.installer_inbox).
  tell: () => ({ seen_by_installer: false }),
  mark: ({ tx, kase, input: { marks = {} }, doer }) => ({
    ...marks,
    ...(marks.transformer_by_hand === null && { transformer: promoted(kase.notice, kase.job_code).transformer }),
    ...(marks.preparation !== undefined &&
      marks.preparation !== kase.preparation && {
        preparation_since: marks.preparation === null ? null : tx.now,
        ...(marks.preparation === 'ongoing' && { prepared_by: doer.name }),
        ...((marks.preparation === 'requested' || marks.preparation === null) && { prepared_by: null }),
      }),
    ...(marks.customer_service !== undefined &&
      marks.customer_service !== kase.customer_service && {
        service_since: marks.customer_service === null ? null : tx.now,
      }),
  }),
}

/** What the log tells of an effect beside the move: whether a hold began or ended, and who was given the case. */
export const LOGGED: Partial<Record<Effect, (input: MoveInput) => EventDetails>> = {
  hold: ({ hold }) => ({ held: Boolean(hold), ...hold }),
  extendConsent: ({ validTo }) => (validTo === undefined ? {} : { until: validTo }),
  assign: ({ handler }) => ({ name: handler?.name ?? '' }),
}

/** How long the owner has: anew, or on with what was left when it sent the case back, a day at least (docs/domain.md 1.4). */
export function daysFor(kase: Pick<Before, 'status' | 'days_left'>, job: JobType, to: CaseRow['status']): number {
  const returned = kase.status !== null && RETURNED.includes(kase.status)
  return returned && kase.days_left !== null && termsOf(job).restart === 'remaining'
    ? Math.max(1, kase.days_left)
    : answerDays(job, to)
}

/** The clock stood still from the day the case was held, if it is. */
function daysLeft({ due_on: due, held_at: held }: Before, now: Date): number | null {
  return due === null ? null : workdaysBetween(localDate(held ?? now), due)
}

const noHold = { hold_reason: null, hold_until: null, held_at: null } as const

/** The clock stood still while the case was held: its last day moves by the working days that passed. */
function postponed(kase: Before, now: Date): string | null {
  if (kase.due_on === null || kase.held_at === null) return kase.due_on
  return addWorkdays(kase.due_on, workdaysBetween(localDate(kase.held_at), localDate(now)))
}

/** 2027-08-31 + 6 months is 2028-02-29: the last day there is. */
export function addMonths(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10)
}
