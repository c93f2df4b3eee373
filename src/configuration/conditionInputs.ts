import type { Condition, Field } from '../domain/forms/definition.ts'
import type { Translate } from '../language/i18n.ts'
import type { DraftJob, Part } from './content.ts'
import { conditionsOf, type Offered } from './fieldEdits.ts'
import { choice, decimalOrNone, input, onlyIf, type Input } from './inputs.ts'
import { conditionWords } from './labels.ts'
import { z } from 'zod'

// Conditions as they are made where the field is: always, or when all or one of some hold, each picked from a list,
// a number's limit written beside it. Works without script, which only hides what is not asked.

const MESSAGE = 'Välj ett av svaren.'
const MOST = 6

/** What conditions are on offer: those of a part of a job, but for those on the field itself. */
export interface Offer {
  job: DraftJob
  /** Any: where it will stand is asked on the same page. */
  part: Part | 'any'
  except: string
}

type Demand = boolean | Condition
type Row = 1 | 2 | 3 | 4 | 5 | 6
const ROWS: Row[] = [1, 2, 3, 4, 5, 6]
type Name = 'when' | 'required'
const JOINED = ['alla', 'nagon'] as const
type Mode = 'nej' | 'ja' | (typeof JOINED)[number]

/** Whether, and six places for conditions: `when`, `when_1`, `when_1_n` … */
export type ConditionInputs<N extends Name> = Record<N, Input<Mode>> &
  Record<`${N}_${Row}`, Input<Offered | null>> &
  Record<`${N}_${Row}_n`, Input<number | null>>
type ConditionValues<N extends Name> = Record<N, Mode> &
  Record<`${N}_${Row}`, Offered | null> &
  Record<`${N}_${Row}_n`, number | null>

const MODES: Record<Name, [label: string, words: Record<string, string>]> = {
  when: ['Visas', { nej: 'Alltid', alla: 'När alla villkor stämmer', nagon: 'När något av villkoren stämmer' }],
  required: [
    'Krav',
    {
      nej: 'Frivillig',
      ja: 'Krävs',
      alla: 'Krävs när alla villkor stämmer',
      nagon: 'Krävs när något av villkoren stämmer',
    },
  ],
}

/** @param least how many places are shown when nothing is chosen yet */
export function conditionInputs<N extends Name>(
  name: N,
  offer: Offer,
  now: Demand | null | undefined,
  t: Translate,
  { least = 2, heading }: { least?: number; heading?: string } = {},
): ConditionInputs<N> {
  const [label, words] = MODES[name]
  const parts = partsOf(now)
  const offered = [...offersFor(offer, parts, t)]
  const asked = Math.min(MOST, Math.max(least, parts.length + 1))
  const isJoined = { field: name, in: [...JOINED] }
  const limited = [...offered].filter(([, { limit }]) => limit !== undefined).map(([value]) => value)
  const inputs: Record<string, Input<never>> = {
    [name]: choice(label, words, MESSAGE, { width: 12, ...(heading !== undefined && { heading }) }) as never,
  }
  for (const row of ROWS) {
    const picked = `${name}_${row}`
    const before = row === 1 ? isJoined : { all: [isJoined, { field: `${name}_${row - 1}`, filled: true }] }
    inputs[picked] = onlyIf(row <= asked, pickInput(row, offered, before), null) as never
    const limit = decimalOrNone('Gräns', { width: 4 })
    limit.field.when = { all: [isJoined, { field: picked, in: limited }] }
    inputs[`${picked}_n`] = onlyIf(row <= asked && limited.length > 0, limit, null) as never
  }
  return inputs as unknown as ConditionInputs<N>
}

function pickInput(row: Row, offered: [string, Offered][], when: NonNullable<Field['when']>): Input<Offered | null> {
  const byValue = new Map(offered)
  const options = offered.map(([value, { label }]) => ({ value, label }))
  const read = z
    .string()
    .default('')
    .transform((value, context) => {
      if (value === '') return null
      const chosen = byValue.get(value)
      if (chosen) return chosen
      context.addIssue({ code: 'custom', message: MESSAGE })
      return z.NEVER
    })
  const label = row === 1 ? 'Villkor' : 'Ett villkor till'
  const field = { label, type: 'choice', width: 8, options, when } as const
  return input<Offered | null>(field, {}, read, (value) => (value ? valueOf(value) : ''))
}

/** Those of the part, and what stands there now and is none of them. */
function offersFor({ job, part, except }: Offer, now: Condition[], t: Translate): Map<string, Offered> {
  const offers = new Map(conditionsOf(job, part, except, t).map((each) => [valueOf(each), each]))
  for (const condition of now) {
    const kept = offeredAs(condition, offers)
    if (!kept) offers.set(valueOf({ condition, label: '' }), { condition, label: conditionWords(condition, job, t) })
  }
  return offers
}

const valueOf = ({ condition, limit }: Offered): string =>
  limit && 'field' in condition ? `${condition.field} ${limit}` : written(condition)

/** As JSON, `field` first: PostgreSQL keeps objects in an order of its own. */
function written(condition: Condition): string {
  if ('all' in condition) return `{"all":[${condition.all.map(written).join()}]}`
  if ('any' in condition) return `{"any":[${condition.any.map(written).join()}]}`
  if ('not' in condition) return `{"not":${written(condition.not)}}`
  const { field, ...rest } = condition
  return JSON.stringify({ field, ...rest })
}

function offeredAs(condition: Condition, offers: ReadonlyMap<string, Offered>): Offered | undefined {
  const limit = 'above' in condition ? 'above' : 'below' in condition ? 'below' : undefined
  return offers.get(valueOf({ condition, label: '', ...(limit && { limit }) }))
}

/** Of a condition what is joined; one that has too many parts is one part. */
function partsOf(now: Demand | null | undefined): Condition[] {
  if (typeof now !== 'object' || now === null) return []
  const joined = 'all' in now ? now.all : 'any' in now ? now.any : [now]
  return joined.length > 0 && joined.length <= MOST ? joined : [now]
}

export function conditionKnown<N extends Name>(
  name: N,
  offer: Offer,
  now: Demand | null | undefined,
  t: Translate,
): Partial<ConditionValues<N>> {
  const parts = partsOf(now)
  const offers = offersFor(offer, parts, t)
  const mode =
    typeof now === 'object' && now !== null
      ? 'any' in now && parts.length > 1
        ? 'nagon'
        : 'alla'
      : now === true
        ? 'ja'
        : 'nej'
  const known: Record<string, unknown> = { [name]: mode }
  for (const [at, condition] of parts.entries()) {
    const offered = offeredAs(condition, offers) ?? { condition, label: '' }
    known[`${name}_${at + 1}`] = offered
    if (offered.limit)
      known[`${name}_${at + 1}_n`] =
        'above' in condition ? condition.above : 'below' in condition ? condition.below : null
  }
  return known as Partial<ConditionValues<N>>
}

/** What was made of it; false: never, not asked, always shown. */
export function conditionIn<N extends Name>(name: N, data: ConditionValues<N>): Demand {
  const values = data as Record<string, unknown>
  const mode = values[name] as Mode
  if (mode === 'ja' || mode === 'nej') return mode === 'ja'
  const parts = ROWS.flatMap((row) => {
    const picked = values[`${name}_${row}`] as Offered | null
    return picked ? [withLimit(picked, values[`${name}_${row}_n`] as number | null)] : []
  })
  if (parts.length <= 1) return parts[0] ?? false
  return mode === 'alla' ? { all: parts } : { any: parts }
}

function withLimit({ condition, limit }: Offered, n: number | null): Condition {
  if (limit === undefined || !('field' in condition)) return condition
  return limit === 'above' ? { field: condition.field, above: n ?? 0 } : { field: condition.field, below: n ?? 0 }
}

/** Nothing picked, or a limit without its number. */
export function conditionProblems<N extends Name>(name: N, data: ConditionValues<N>): Record<string, string> {
  const values = data as Record<string, unknown>
  if (!JOINED.some((mode) => mode === values[name])) return {}
  const picked = ROWS.map((row) => values[`${name}_${row}`] as Offered | null)
  if (picked.every((each) => each === null)) return { [`${name}_1`]: 'Välj minst ett villkor.' }
  return Object.fromEntries(
    ROWS.filter((row, at) => picked[at]?.limit && values[`${name}_${row}_n`] === null).map((row) => [
      `${name}_${row}_n`,
      'Ange ett tal.',
    ]),
  )
}
