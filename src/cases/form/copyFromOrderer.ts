import type { CaseRow } from '../../db/rowTypes.ts'
import type { Answers, Section } from '../../domain/forms/definition.ts'
import type { Body } from '../../domain/forms/values.ts'

/** Where a button copies the orderer's answers to: by the orderer's field, the field of the section it stands at. */
const TARGETS = {
  /** 'Kopiera från beställare…' (docs/domain.md 3.3 Y). */
  customer: {
    best_typ: 'y_slutkund_typ',
    best_id: 'y_slutkund_id',
    best_namn: 'y_slutkund_namn',
    best_adress: 'y_slutkund_adress',
    best_postnr: 'y_slutkund_postnr',
    best_postnr_utl: 'y_slutkund_postnr_utl',
    best_ort: 'y_slutkund_ort',
    best_land: 'y_slutkund_land',
    best_telefon: 'y_slutkund_telefon',
    best_epost: 'y_slutkund_epost',
  },
  /** 'Samma adress som beställaren'. */
  facility: { best_adress: 'anl_adress', best_postnr: 'anl_postnr', best_ort: 'anl_ort' },
} as const

type Target = keyof typeof TARGETS
const LABELS: Record<Target, string> = {
  customer: 'Kopiera från beställare…',
  facility: 'Samma adress som beställaren',
}

/** The button of a section: what it is called, which field each of the orderer's goes to, and what is saved of those. */
export interface CopyButton {
  target: Target
  /** Swedish, the key of t(). */
  label: string
  fields: Record<string, string>
  known: Record<string, string>
}

/** The button that a section of the form offers, if any. */
export function copyButton(kase: Pick<CaseRow, 'notice'>, section: Section): CopyButton | null {
  const keys = new Set(section.fields.map(({ key }) => key))
  const target = (Object.keys(TARGETS) as Target[]).find((each) => keys.has(TARGETS[each].best_adress))
  if (!target) return null
  return { target, label: LABELS[target], fields: TARGETS[target], known: copyFromOrderer(kase, target) }
}

/** What the button fills in: from what is being typed in the same form, else from the notice; nothing is not copied. */
export function copyFromOrderer(
  kase: Pick<CaseRow, 'notice'>,
  target: Target,
  typed: Body = {},
): Record<string, string> {
  const filled: Record<string, string> = {}
  for (const [from, to] of Object.entries(TARGETS[target])) {
    const value = typed[from] ?? inWords(kase.notice[from])
    if (typeof value === 'string' && value !== '') filled[to] = value
  }
  return filled
}

export const isTarget = (name: unknown): name is Target => typeof name === 'string' && Object.hasOwn(TARGETS, name)

function inWords(answer: Answers[string] | undefined): string | undefined {
  return typeof answer === 'string' ? answer : undefined
}
