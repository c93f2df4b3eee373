import { z } from 'zod'
import type { Field, Formula } from '../domain/forms/definition.ts'
import type { Translate } from '../language/i18n.ts'
import { namedFields } from './compile.ts'
import type { DraftJob, Part } from './content.ts'
import { choice, decimalOrNone, input, onlyIf, optionsOf, type Input, type Values } from './inputs.ts'
import { OP_WORDS, PART_WORDS } from './labels.ts'

interface Term {
  name: string
  label: string
  part: Part
}

/** Numbers and fuses, and the columns of tables, which are summed. */
export function termsIn(job: DraftJob, parts: readonly Part[], except: string, t: Translate): Term[] {
  return parts.flatMap((part) =>
    namedFields(job[part])
      .filter(
        ({ name, field }) => (field.type === 'number' || field.type === 'fuse') && name !== except && !field.hidden,
      )
      .map(({ name, field, group }) => ({
        name,
        part,
        label: `${t(PART_WORDS[part])} › ${group ? t('Summan av {column}', { column: `${t(group.label)} › ${t(field.label)}` }) : t(field.label)}`,
      })),
  )
}

const PLACES = ['term_1', 'term_2', 'term_3', 'term_4'] as const

/** How it is calculated, and with what. */
export function calculationInputs(terms: Term[], isAsked: boolean, when?: Field['when']) {
  const options = terms.map(({ name, label }) => ({ value: name, label }))
  const known = new Set(options.map(({ value }) => value))
  const shown = <T>(each: Input<T>): Input<T> => ({ ...each, field: { ...each.field, ...(when && { when }) } })
  const read = z
    .string()
    .default('')
    .refine((name) => name === '' || known.has(name), 'Välj ett av talen.')
  const term = (label: string) => {
    const asked = input<string>({ label, type: 'choice', width: 6, options }, {}, read)
    return onlyIf(isAsked, shown(asked), '')
  }
  return {
    op: onlyIf(
      isAsked,
      shown(choice('Räknesätt', OP_WORDS, 'Välj räknesätt.', { heading: 'Uträkning' })),
      'sum' as const,
    ),
    term_1: term('Första talet'),
    term_2: term('Andra talet'),
    term_3: term('Tredje talet'),
    term_4: term('Fjärde talet'),
    constant: onlyIf(
      isAsked,
      shown(decimalOrNone('Ett fast tal sist', { help: 'Lämna tomt om det inte behövs.', width: 6 })),
      null,
    ),
  }
}
type Calculation = Values<ReturnType<typeof calculationInputs>>

export function calculationKnown({ op, of }: Formula): Partial<Calculation> {
  const names = of.filter((term) => typeof term === 'string')
  const known = Object.fromEntries(PLACES.map((place, at) => [place, names[at] ?? '']))
  return { op, ...known, constant: of.find((term) => typeof term === 'number') ?? null }
}

export function formulaIn(data: Calculation): Formula {
  const names = PLACES.map((place) => data[place]).filter((name) => name !== '')
  return { op: data.op, of: [...names, ...(data.constant === null ? [] : [data.constant])] }
}

export function calculationProblems(data: Calculation): Record<string, string> {
  const { of } = formulaIn(data)
  const first = of[0]
  if (typeof first !== 'string') return { term_1: 'Välj ett tal att räkna med.' }
  // A column is many numbers already.
  return of.length < 2 && !first.includes('.') ? { term_2: 'Välj ett tal till.' } : {}
}

/** 'Summan av Märkeffekt och 5' */
export function formulaWords({ op, of }: Formula, job: DraftJob, t: Translate): string {
  const labels = new Map(
    termsIn(job, ['notice', 'consent', 'completion'], '', t).map(({ name, label }) => [name, label]),
  )
  return `${t(optionsOf(OP_WORDS).find(({ value }) => value === op)!.label)}: ${of
    .map((term) => (typeof term === 'number' ? String(term).replace('.', ',') : (labels.get(term) ?? term)))
    .join(', ')}`
}
