import type { Flow } from '../domain/forms/definition.ts'
import {
  fits,
  LEFT_OUT,
  moves,
  RETURNED,
  roadOf,
  stationOf,
  STATUSES,
  targetOf,
  TRANSITIONS,
  type Move,
  type Status,
} from '../domain/workflow/status.ts'
import type { Translate } from '../language/i18n.ts'
import type { Station } from './views.ts'

export const FLOWS: { flow: Flow; title: string; lead: string }[] = [
  {
    flow: 'F',
    title: 'Föranmälan, medgivande, färdiganmälan',
    lead: 'Det vanliga. Nätbolaget godkänner innan arbetet börjar, och igen när det är klart.',
  },
  {
    flow: 'D',
    title: 'Direkt färdiganmälan, utan medgivande',
    lead: 'För arbeten som inte behöver medgivande, som byte av säkring inom samma intervall. Anmäl när arbetet är gjort.',
  },
  {
    flow: 'G',
    title: 'Bara godkännande, utan färdiganmälan',
    lead: 'För arbeten som bara behöver ett godkännande, till exempel en plombering. Ärendet är klart när nätbolaget har svarat.',
  },
]

const TURNS = { installer: 'Hos installatören', owner: 'Hos nätbolaget' } as const

/** A flow as the tables of statuses and moves have it: drawn from them, so that it cannot say anything else. */
export function stationsOf(flow: Flow, t: Translate): Station[] {
  const road = roadOf(flow)
  return road.map((status, index) => {
    const { label, turn, tint, icon } = STATUSES[status]
    return {
      label: t(label),
      turn: turn === null || status === 'closed' ? '' : t(TURNS[turn]),
      tint,
      icon,
      on: index + 1 < road.length ? labels(between(status, road[index + 1]!, flow), t) : [],
      back: RETURNED.filter((each) => stationOf(each) === status && !LEFT_OUT[flow].includes(each)).map((each) => ({
        label: t(STATUSES[each].label),
        icon: STATUSES[each].icon,
        by: labels(between(status, each, flow), t).join(', '),
        again: labels(between(each, status, flow), t).join(', '),
      })),
    }
  })
}

function between(from: Status, to: Status, flow: Flow): Move[] {
  const at = { status: from, previous_status: null, flow }
  return moves.filter((move) => !TRANSITIONS[move].admin && fits(move, at) && targetOf(move, at) === to)
}

function labels(found: Move[], t: Translate): string[] {
  return [...new Set(found.map((move) => t(TRANSITIONS[move].label)))]
}
