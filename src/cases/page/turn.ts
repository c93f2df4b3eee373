import { localDate, workdaysBetween } from '../../domain/calendar/workdays.ts'
import type { Actor } from '../../db/actor.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import { can } from '../../domain/rights.ts'
import type { Turn } from '../views.ts'
import type { Translate } from '../../language/i18n.ts'

type Clocked = Pick<
  CaseRow,
  'status' | 'turn' | 'turn_since' | 'due_on' | 'hold_reason' | 'hold_until' | 'seen_by_installer'
> & {
  /** The network owner is out of use: nothing more can be done with it. */
  owner_gone?: boolean
  /** In lists: a colleague's proposal, or one's own. */
  proposal?: { name: string; mine: boolean } | null
}

/** Through whose eyes: somebody of the owner who does not decide has no turn of their own. */
type Eyes = Actor['side'] | 'bystander'

export function eyesOf(actor: Actor): Eyes {
  return actor.side === 'owner' && !can(actor, 'decide') ? 'bystander' : actor.side
}

/** Whose turn it is and for how long, in vardagar, in the reader's words. */
export function turnOf(kase: Clocked, side: Eyes, now: Date, t: Translate): Turn {
  if (kase.turn === null) return { text: '', tone: 'none' }
  if (kase.owner_gone && side === 'installer') return { text: t('Nätbolaget tar inte emot ärenden'), tone: 'none' }
  if (kase.status === 'closed') return { text: t('Väntar på slutarkivering'), tone: 'none' }
  if (kase.hold_reason !== null) {
    return {
      text: kase.hold_until ? t('Väntläge till {date}', { date: kase.hold_until }) : t('Väntläge'),
      tone: 'none',
    }
  }
  const today = localDate(now)
  const passed = workdaysBetween(localDate(kase.turn_since), today)
  return kase.turn === 'installer' ? installersTurn(kase, side, passed, t) : ownersTurn(kase, side, today, passed, t)
}

function installersTurn(kase: Clocked, side: Eyes, passed: number, t: Translate): Turn {
  if (side !== 'installer' && passed === 0) return { text: t('Installatören'), tone: 'theirs' }
  if (side !== 'installer')
    return { text: t('Installatören, {n} dag|Installatören, {n} dagar', { n: passed }), tone: 'theirs' }
  if (kase.status === 'draft') return { text: t('Inte skickat'), tone: 'none' }
  if (kase.status === 'consented') {
    return kase.seen_by_installer
      ? { text: t('Arbete pågår'), tone: 'none' }
      : { text: t('Din tur: utför och färdiganmäl'), tone: 'yours' }
  }
  if (passed === 0) return { text: t('Din tur'), tone: 'yours' }
  return { text: t('Din tur, {n} dag|Din tur, {n} dagar', { n: passed }), tone: 'yours' }
}

function ownersTurn(kase: Clocked, side: Eyes, today: string, passed: number, t: Translate): Turn {
  const mine = side === 'owner' && kase.proposal?.mine !== true
  const who = mine ? t('Din tur') : kase.proposal?.mine ? t('En kollega') : t('Nätbolaget')
  if (kase.due_on === null) return { text: who, tone: mine ? 'yours' : 'theirs' }
  if (kase.due_on < today) {
    const late = Math.max(1, workdaysBetween(kase.due_on, today))
    return { text: t('{who}, {n} dag sen|{who}, {n} dagar sen', { who, n: late }), tone: 'late' }
  }
  const total = workdaysBetween(localDate(kase.turn_since), kase.due_on)
  return { text: t('{who}, dag {n} av {total}', { who, n: passed, total }), tone: mine ? 'yours' : 'theirs' }
}
