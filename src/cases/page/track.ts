import { localDate } from '../../domain/calendar/workdays.ts'
import type { CaseRow, EventRow } from '../../db/rowTypes.ts'
import type { Step } from './views.ts'
import type { Turn } from '../views.ts'
import { FINISHED, RETURNED, roadOf, stationOf, STATUSES, type Status } from '../../domain/workflow/status.ts'
import type { Translate } from '../../language/i18n.ts'

/** Where the case is: a station done, current, returned or to come, with the day it was reached. */
export function trackOf(kase: CaseRow, events: EventRow[], turn: Turn, t: Translate): Step[] {
  const road = roadOf(kase.flow).filter((status) => status !== 'archived' || kase.status === 'archived')
  const at = kase.status === 'cancelled' ? (kase.previous_status ?? 'draft') : kase.status
  const here = road.indexOf(stationOf(at))
  const steps = road.map((status, index): Step => {
    const label = t(STATUSES[status].label)
    if (index > here) return { label, state: 'todo', lines: [] }
    const lines = reached(kase, status, events)
    if (index < here || FINISHED.includes(status)) return { label, state: 'done', lines }
    if (kase.status === 'cancelled') {
      return { label: t(STATUSES.cancelled.label), state: 'returned', lines: [localDate(kase.status_since)] }
    }
    return at === status
      ? { label, state: 'current', lines: [...lines, unbroken(turn.text)].filter((line) => line !== '') }
      : { label: t(STATUSES[at].label), state: 'returned', lines: [localDate(kase.status_since), unbroken(turn.text)] }
  })
  return withCorrections(kase, events, steps, road, here, t)
}

/** 'dag 5 av 10' on one line: numbers keep to the words beside them. */
function unbroken(text: string): string {
  return text.replace(/ (?=\d)|(?<=\d) (?!\d)/g, '\u00a0')
}

/** A case that was rejected and sent again shows the detour before the station it came back to. */
function withCorrections(
  kase: CaseRow,
  events: EventRow[],
  steps: Step[],
  road: Status[],
  here: number,
  t: Translate,
): Step[] {
  return steps.flatMap((step, index) => {
    const rejection = RETURNED.find((status) => stationOf(status) === road[index])
    const rejections = events.filter((event) => event.to_status === rejection && event.from_status !== rejection)
    const last = rejections.toSorted((a, b) => a.id - b.id).at(-1)
    if (!rejection || !last || kase.status === rejection || index > here) return [step]
    const lines = [localDate(last.at)]
    const wasCorrected = events.some(
      ({ id, from_status, to_status }) => id > last.id && from_status === rejection && to_status === road[index],
    )
    return wasCorrected
      ? [{ label: t('Avvisad, rättad'), state: 'done', lines }, step]
      : [{ label: t(STATUSES[rejection].label), state: 'returned', lines }, step]
  })
}

function reached(kase: CaseRow, status: Status, events: EventRow[]): string[] {
  if (status === 'draft') return [localDate(kase.created_at)]
  const event = events.find((each) => each.to_status === status && each.from_status !== status)
  return event ? [localDate(event.at)] : []
}
