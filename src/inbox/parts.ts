import { NOT_PROPOSED, PROPOSED_BY_ME, TO_CONFIRM } from '../cases/workflow/proposalsInLists.ts'
import type { Actor } from '../db/actor.ts'
import { RETURNED, WAITING } from '../domain/workflow/status.ts'
import { inList } from '../db/literals.ts'

/** A part of the inbox: what it is called, which cases are in it, and what is said when none is. */
export interface Part {
  title: string
  empty: string
  /** SQL over cases; the named binding is :me. */
  where: string
  /** What comes first: the newest, or what is due first. */
  order: 'last_event_at desc, id desc' | 'due_on, id'
  /** Nothing to do now: shown folded, and not counted in the menu (app.session_inbox counts the others). */
  later?: true
  /** Left out when it is empty. */
  quiet?: true
  /** Where the next case is found after a decision, in this turn. */
  next?: number
}

// What came back, and consents not yet opened (docs/domain.md 2.3).
const INSTALLER: Part[] = [
  {
    title: 'Att rätta',
    empty: 'Inget har kommit tillbaka till dig.',
    where: `responsible_id = :me and status ${inList(RETURNED)}`,
    order: 'last_event_at desc, id desc',
  },
  {
    title: 'Nya installationsmedgivanden',
    empty: 'Inga nya medgivanden att öppna.',
    where: `responsible_id = :me and status = 'consented' and not seen_by_installer`,
    order: 'last_event_at desc, id desc',
  },
]

const WAITS = `status ${inList(WAITING)}`
/** What a colleague has proposed is looked at first; what one has proposed oneself waits for others. */
const DECIDED_BY_ONE = `hold_reason is null and ${NOT_PROPOSED}`
const COVERED = `handler_id in (select a.user_id from absences a where a.cover_id = :me and app.today() between a.from_on and a.to_on)`

const MY_AREAS = `select a.area_id from team_areas a join team_members m on m.team_id = a.team_id where m.user_id = :me`
/** Another team's areas are not for somebody who has one of their own. */
const FOR_ANYBODY = `(not exists (select from team_members m where m.user_id = :me)
  or not exists (select from team_areas a where a.area_id = cases.area_id))`

// What is mine to decide, what I look after for somebody, and what nobody has taken; the first due first.
const OWNER: Part[] = [
  {
    title: 'Mina',
    empty: 'Inget väntar på dig.',
    where: `handler_id = :me and ${WAITS} and ${DECIDED_BY_ONE}`,
    order: 'due_on, id',
    next: 1,
  },
  {
    title: 'Väntar på ditt godkännande',
    empty: '',
    where: `${WAITS} and hold_reason is null and ${TO_CONFIRM}`,
    order: 'due_on, id',
    quiet: true,
    next: 2,
  },
  {
    title: 'För kollegor som är borta',
    empty: '',
    where: `${COVERED} and ${WAITS} and ${DECIDED_BY_ONE}`,
    order: 'due_on, id',
    quiet: true,
    next: 3,
  },
  {
    title: 'Mitt team',
    empty: '',
    where: `handler_id is null and ${WAITS} and ${DECIDED_BY_ONE} and area_id in (${MY_AREAS})`,
    order: 'due_on, id',
    quiet: true,
    next: 4,
  },
  {
    title: 'Ej tilldelade',
    empty: 'Alla inkomna ärenden är tagna.',
    where: `handler_id is null and ${WAITS} and ${DECIDED_BY_ONE} and ${FOR_ANYBODY}`,
    order: 'due_on, id',
    next: 5,
  },
  // The installer has the case, but only the network owner can answer the wish (T23–T25): it waits, and is counted.
  {
    title: 'Önskas borttagna medan installatören har dem',
    empty: '',
    where: `removal_requested and status = 'consented' and (handler_id = :me or ${COVERED}
      or handler_id is null and (${FOR_ANYBODY} or area_id in (${MY_AREAS})))`,
    order: 'last_event_at desc, id desc',
    quiet: true,
    next: 6,
  },
  {
    title: 'Kollegor i teamet',
    empty: '',
    where: `handler_id <> :me and not (${COVERED}) and ${WAITS} and area_id in (${MY_AREAS}) and ${NOT_PROPOSED}`,
    order: 'due_on, id',
    later: true,
    quiet: true,
  },
  {
    title: 'Väntar på andra',
    empty: 'Inget av dina ärenden väntar på någon annan.',
    where: `(handler_id = :me or handler_id is null) and ${WAITS} and hold_reason is not null
      or ${WAITS} and hold_reason is null and ${PROPOSED_BY_ME}
      or handler_id = :me and (status ${inList(RETURNED)} or status = 'consented' and not removal_requested)`,
    order: 'last_event_at desc, id desc',
    later: true,
  },
]

export function partsOf(actor: Actor): Part[] {
  return actor.side === 'operator' ? [] : actor.side === 'installer' ? INSTALLER : OWNER
}

/** SQL over cases: those that are one's own and wait for oneself, as lists count them. */
export function waitsFor(side: 'installer' | 'owner'): string {
  const parts = side === 'installer' ? INSTALLER : OWNER.filter(({ title }) => title === 'Mina')
  return parts.map(({ where }) => `(${where})`).join(' or ')
}
