import { localDate, workdaysBetween } from '../../domain/calendar/workdays.ts'
import type { Actor } from '../../db/actor.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import { can } from '../../domain/rights.ts'
import { hasExpired } from '../../domain/workflow/status.ts'
import type { Turn } from '../views.ts'
import type { Translate } from '../../language/i18n.ts'

type Clocked = Pick<
  CaseRow,
  | 'status'
  | 'turn'
  | 'turn_since'
  | 'due_on'
  | 'hold_reason'
  | 'hold_until'
  | 'seen_by_installer'
  | 'handler_id'
  | 'responsible_id'
  | 'consent_valid_to'
> & {
  /** The part of the reader's inbox in which it waits for them (app.waiting_parts); null: it does not. */
  waits: string | null
  /** The network owner is out of use: nothing more can be done with it. */
  owner_gone?: boolean
  /** In lists: a colleague's proposal, or one's own. */
  proposal?: { name: string; mine: boolean } | null
}

/** Through whose eyes: somebody of the owner who does not decide has no turn of their own. */
export type Eyes = Actor['side'] | 'bystander'

export function eyesOf(actor: Actor): Eyes {
  return actor.side === 'owner' && !can(actor, 'decide') ? 'bystander' : actor.side
}

/** What somebody does now with what waits for them, where that is not to decide on it or to put it right. */
const DEEDS: Record<string, string> = {
  consents: 'Din tur: utför och färdiganmäl',
  news: 'Din tur: läs det nya',
  notes: 'Din tur: läs noteringen',
  removals: 'Din tur: svara om borttagning',
}

/** Whose turn it is and for how long, in vardagar, in the reader's words: theirs when it waits for them and never else. */
export function turnOf(kase: Clocked, side: Eyes, now: Date, t: Translate): Turn {
  const today = localDate(now)
  if (kase.waits !== null) {
    const deed = DEEDS[kase.waits]
    if (deed !== undefined) return { text: t(deed), tone: 'yours', yours: true }
    const yours = side === 'owner' ? clocked(kase, t('Din tur'), today, t) : counted(kase, t('Din tur'), today, t)
    return { ...yours, tone: yours.late ? 'late' : 'yours', yours: true }
  }
  const { text, late } = othersTurn(kase, side, today, t)
  return { text, tone: late ? 'late' : late === false ? 'theirs' : 'none', yours: false }
}

/** `late` where somebody has to do something. */
interface Words {
  text: string
  late?: boolean
}

function othersTurn(kase: Clocked, side: Eyes, today: string, t: Translate): Words {
  if (kase.turn === null) return { text: '' }
  if (kase.owner_gone && side === 'installer') return { text: t('Nätbolaget tar inte emot ärenden') }
  if (kase.status === 'closed') return { text: t('Väntar på slutarkivering') }
  if (kase.hold_reason !== null) {
    return { text: kase.hold_until ? t('Väntläge till {date}', { date: kase.hold_until }) : t('Väntläge') }
  }
  if (hasExpired(kase, today)) {
    return { text: t('Medgivandet gick ut {date}', { date: kase.consent_valid_to! }), late: true }
  }
  if (kase.turn === 'owner') return clocked(kase, t(whoDecides(kase, side)), today, t)
  if (side !== 'installer') return counted(kase, t('Installatören'), today, t)
  if (kase.status === 'draft') return { text: t('Inte skickat') }
  if (kase.status === 'consented' && kase.seen_by_installer) return { text: t('Arbete pågår') }
  return counted(kase, t(kase.responsible_id === null ? 'Ingen ansvarig' : 'En kollega'), today, t)
}

/** Nobody of the owner is told of here by name: that stands beside the status. */
function whoDecides({ handler_id: handler, proposal }: Clocked, side: Eyes): string {
  if (side !== 'owner') return 'Nätbolaget'
  return handler !== null || proposal ? 'En kollega' : 'Ett annat team'
}

function counted(kase: Clocked, who: string, today: string, t: Translate): Words {
  const passed = workdaysBetween(localDate(kase.turn_since), today)
  return { text: passed === 0 ? who : t('{who}, {n} dag|{who}, {n} dagar', { who, n: passed }), late: false }
}

function clocked(kase: Clocked, who: string, today: string, t: Translate): Words {
  if (kase.due_on === null) return { text: who, late: false }
  if (kase.due_on < today) {
    const n = Math.max(1, workdaysBetween(kase.due_on, today))
    return { text: t('{who}, {n} dag sen|{who}, {n} dagar sen', { who, n }), late: true }
  }
  const n = workdaysBetween(localDate(kase.turn_since), today)
  const total = workdaysBetween(localDate(kase.turn_since), kase.due_on)
  return { text: t('{who}, dag {n} av {total}', { who, n, total }), late: false }
}
