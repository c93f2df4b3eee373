import type { Condition } from '../domain/forms/definition.ts'
import type { Translate } from '../language/i18n.ts'
import type { DraftJob, Part } from './content.ts'
import { conditionsOf } from './fieldEdits.ts'
import { pick, type Input } from './inputs.ts'
import { conditionWords, requiredWords } from './labels.ts'

const MESSAGE = 'Välj ett av svaren.'

/** What conditions are on offer: those of a part of a job, but for those on the field itself. */
export interface Offer {
  job: DraftJob
  part: Part
  except: string
}

function offered({ job, part, except }: Offer, words: (condition: string) => string, t: Translate) {
  return conditionsOf(job, part, except, t).map(({ condition, label }) => ({
    value: JSON.stringify(condition),
    label: words(label),
    means: condition,
  }))
}

/** A condition that is none of those on offer, and may stay. */
function asNow(now: unknown, words: (now: Condition) => string, t: Translate) {
  const isCondition = (value: unknown): value is Condition => typeof value === 'object' && value !== null
  return isCondition(now) ? [{ value: 'nu', label: t('Som nu: {words}', { words: words(now) }), means: now }] : []
}

type Demand = boolean | Condition

/** Whether an answer or a file is required: no, yes, as now, or when something holds. */
export function requiredInput(offer: Offer, now: Demand | undefined, t: Translate): Input<Demand> {
  return pick<Demand>(
    'Krav',
    [
      { value: 'nej', label: 'Frivillig', means: false },
      { value: 'ja', label: 'Krävs', means: true },
      ...asNow(now, (condition) => requiredWords(condition, offer.job, t), t),
      ...offered(offer, (condition) => t('Krävs när {condition}', { condition }), t),
    ],
    MESSAGE,
    (value) => (typeof value === 'object' ? 'nu' : value ? 'ja' : 'nej'),
  )
}

/** When a field is shown. */
export function shownWhenInput(offer: Offer, now: Condition | undefined, t: Translate): Input<Condition | null> {
  return pick<Condition | null>(
    'Visas',
    [
      { value: 'alltid', label: 'Alltid', means: null },
      ...asNow(now, (condition) => conditionWords(condition, offer.job, t), t),
      ...offered(offer, (condition) => t('Visas när {condition}', { condition }), t),
    ],
    MESSAGE,
    (value) => (value === null ? 'alltid' : 'nu'),
  )
}
