import { localDate } from '../../domain/calendar/workdays.ts'
import type { CaseRow, EventRow } from '../../db/rowTypes.ts'
import type { Flow } from '../../domain/forms/definition.ts'
import type { Step, Turn } from '../views.ts'
import { STATUSES, type Status } from '../../domain/workflow/status.ts'
import type { Translate } from '../../language/i18n.ts'

/** The ordinary road of each flow (docs/domain.md 2.2). */
const ROADS: Record<Flow, Status[]> = {
  F: ['draft', 'submitted', 'consented', 'completed', 'closed', 'archived'],
  D: ['draft', 'completed', 'closed', 'archived'],
  G: ['draft', 'submitted', 'closed', 'archived'],
}

/** Which station of the road a status off it belongs to. */
const STATION: Partial<Record<Status, Status>> = { notice_rejected: 'submitted', completion_rejected: 'completed' }

/** Where the case is: a station done, current, returned or to come, with the day it was reached. */
export function trackOf(kase: CaseRow, events: EventRow[], turn: Turn, t: Translate): Step[] {
  const road = ROADS[kase.flow].filter((status) => status !== 'archived' || kase.status === 'archived')
  const at = kase.status === 'cancelled' ? (kase.previous_status ?? 'draft') : kase.status
  const here = road.indexOf(STATION[at] ?? at)
  const steps = road.map((status, index): Step => {
    const label = t(STATUSES[status].label)
    if (index > here) return { label, state: 'todo', lines: [] }
    const lines = reached(kase, status, events)
    if (index < here || status === 'archived' || status === 'closed') return { label, state: 'done', lines }
    if (kase.status === 'cancelled') {
      return { label: t(STATUSES.cancelled.label), state: 'returned', lines: [localDate(kase.status_since)] }
    }
    return at === status
      ? { label, state: 'current', lines: [...lines, turn.text].filter((line) => line !== '') }
      : { label: t(STATUSES[at].label), state: 'returned', lines: [localDate(kase.status_since), turn.text] }
  })
  return withCorrections(kase, events, steps, road, here, t)
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
  const detours: [Status, Status][] = [
    ['submitted', 'notice_rejected'],
    ['completed', 'completion_rejected'],
  ]
  return steps.flatMap((step, index) => {
    const rejection = detours.find(([station]) => station === road[index])?.[1]
    const last = events.find((event) => event.to_status === rejection && event.from_status !== rejection)
    if (!rejection || !last || kase.status === rejection || index > here) return [step]
    return [{ label: t('Avvisad, rättad'), state: 'done', lines: [localDate(last.at)] }, step]
  })
}

function reached(kase: CaseRow, status: Status, events: EventRow[]): string[] {
  if (status === 'draft') return [localDate(kase.created_at)]
  const event = events.find((each) => each.to_status === status && each.from_status !== status)
  return event ? [localDate(event.at)] : []
}
