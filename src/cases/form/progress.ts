import type { AttachmentRow } from '../../db/rowTypes.ts'
import type { Answers, AttachmentSlot, Field, FormDefinition, Section } from '../../domain/forms/definition.ts'
import { isCalculated } from '../../domain/forms/calculated.ts'
import { showAnswer } from '../../domain/forms/present.ts'
import { rarelyAsked } from '../../domain/forms/rarelyAsked.ts'
import { initialAnswers } from '../../domain/forms/repeatingGroups.ts'
import { fieldsOf, isRequired, isUntouched, missing } from '../../domain/forms/schema.ts'
import type { Translate } from '../../language/i18n.ts'
import type { EditSection, Progress } from './views.ts'
import { emptyForm } from '../../web/forms.ts'
import type { Form } from '../../web/pages.ts'

// How far each section of a form has come: drawn with the page, and told again after every save while one writes.

/** What stands against a form beside what is not filled in, by the names of its inputs (cases/form/standing.ts). */
export interface Against {
  /** A rule of the trade is broken there. */
  broken: string[]
  /** Pointed at by the network owner, and as it was. */
  untouched: string[]
}

const NOTHING: Against = { broken: [], untouched: [] }

/** `answers` is what can be read of the form, `values` all that was typed in it. */
export function sectionsOf(
  form: FormDefinition,
  answers: Answers,
  { values, errors }: Form,
  { broken, untouched }: Against = NOTHING,
): EditSection[] {
  const keys = (names: string[]) => new Set(names.map((name) => name.split('.')[0]))
  const lacking = keys([...missing(form, answers), ...Object.keys(errors), ...broken])
  const pointed = keys(untouched)
  const rare = rarelyAsked(form)
  return lastIfQuiet(form.sections, rare).map((section) => {
    const isOpen = (field: Field) => pointed.has(field.key) || isTouched(field, answers, { values, errors })
    const open = section.fields.some(isOpen)
    const lacks = section.fields.some((field) => lacking.has(field.key))
    const isPointed = section.fields.some((field) => pointed.has(field.key))
    const begun = section.optional ? open : !lacks || !isUntouched(section, answers) || open
    const few = section.optional ? [] : section.fields.filter(({ key }) => rare.has(key))
    return {
      section,
      open,
      rare: { fields: few.length > 1 ? few : [], open: few.some(isOpen) },
      state: isPointed ? 'fix' : !begun ? 'empty' : lacks ? 'missing' : 'done',
    }
  })
}

/** As a form that nobody has begun to fill in. */
export function untouchedSections(form: FormDefinition): EditSection[] {
  return sectionsOf(form, initialAnswers(form), emptyForm)
}

/** A section in which nothing has to be answered comes just before the last one: a phone's first step asks something. */
function lastIfQuiet(sections: Section[], rare: Set<string>): Section[] {
  const isQuiet = ({ optional, fields }: Section) => !optional && fields.every(({ key }) => rare.has(key))
  const last = sections.slice(-1)
  const before = sections.slice(0, -1)
  return [...before.filter((each) => !isQuiet(each)), ...before.filter(isQuiet), ...last]
}

/** Something beyond what the form filled in by itself, or something wrong. */
function isTouched(field: Field, answers: Answers, { values, errors }: Form): boolean {
  const names = [...Object.keys(values), ...Object.keys(errors)]
  const own = names.filter((name) => name === field.key || name.startsWith(`${field.key}.`))
  if (own.some((name) => errors[name])) return true
  // A box that is not ticked is not posted: its answer tells.
  if (field.type === 'tick') return (answers[field.key] ?? field.initial ?? false) !== (field.initial ?? false)
  const initial = field.initial ?? ''
  const untouched = typeof initial === 'boolean' ? (initial ? 'ja' : 'nej') : String(initial as string | number)
  return own.some((name) => !['', untouched].includes(String(values[name] ?? '')))
}

type Attached = Pick<AttachmentRow, 'kind' | 'side' | 'outdated_at' | 'scan' | 'audience'>

/** The attachments as one section of the form: what is demanded with these answers is there, or not. */
export function filesState(
  slots: AttachmentSlot[],
  answers: Answers,
  files: Attached[],
  errors: Form['errors'],
  { broken, untouched }: Against = NOTHING,
): Progress {
  if (untouched.some((name) => name.startsWith('file.'))) return 'fix'
  if (broken.some((name) => name.startsWith('file.'))) return 'missing'
  if (slots.some(({ kind }) => errors[`file.${kind}`])) return 'missing'
  const there = new Set(files.filter((file) => file.outdated_at === null).map(({ kind }) => kind))
  const lacks =
    files.some((file) => file.scan === 'infected' && file.audience === 'company') ||
    slots.some((slot) => isRequired(slot.required, answers) && !there.has(slot.kind))
  if (!lacks) return 'done'
  return files.length > 0 ? 'missing' : 'empty'
}

/** What nobody types, in words by the field's name. */
export function calculatedIn(form: FormDefinition, answers: Answers, t: Translate): Record<string, string> {
  const fields = fieldsOf(form).filter((field) => isCalculated(field) && field.countOf === undefined)
  return Object.fromEntries(
    fields.map((field) => [field.key, showAnswer(field, answers[field.key], { t, full: true })]),
  )
}

/** What the inputs of these names are called, each once: of a row its column, of a file what it shows. */
export function labelsOf(names: string[], form: FormDefinition, t: Translate): string[] {
  const labels = names.map((name) => {
    const [key, row, part] = name.split('.')
    if (key === 'file') return t(form.attachments.find(({ kind }) => kind === row)?.label ?? 'Övrigt')
    const field = fieldsOf(form).find((each) => each.key === key)
    return t((part ? field?.fields?.find((each) => each.key === part) : field)?.label ?? name)
  })
  return [...new Set(labels)]
}
