import { editableForm } from '../cases/form/check.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import type { Answers, FormDefinition, JobType } from '../domain/forms/definition.ts'
import { fieldsOf, missing, schemaFor } from '../domain/forms/schema.ts'
import type { Body } from '../domain/forms/values.ts'
import { readForm } from '../web/forms.ts'
import type { Translate } from '../language/i18n.ts'

/** What nobody can say in another's place: that the installer promises that it is true. */
const PROMISE = 'intygande'

/** The form that an installer would have filled in at this station. */
export function paperForm(at: Pick<CaseRow, 'status' | 'flow'>, job: JobType): FormDefinition {
  const form = editableForm(at, job)
  const sections = form.sections
    .map((section) => ({ ...section, fields: section.fields.filter((field) => field.key !== PROMISE) }))
    .filter((section) => section.fields.length > 0)
  return { ...form, sections }
}

export interface ReadPaper {
  answers: Answers
  /** What cannot be read at all, by input. */
  errors: Record<string, string>
  /** What is demanded of an installer and not there, in words: a handläggare may leave it, and says why. */
  blanks: string[]
  /** The same by their inputs. */
  missing: string[]
}

export function readPaper(
  form: FormDefinition,
  body: Body,
  context: { today: string; ladder: number[]; t: Translate },
): ReadPaper {
  const { t } = context
  const draft = readForm(schemaFor(form, 'draft', context), body)
  if (!draft.ok) return { answers: {}, errors: draft.form.errors, blanks: [], missing: [] }
  const labels = new Map(fieldsOf(form).map((field) => [field.key, t(field.label)]))
  const inputs = missing(form, draft.data)
  const keys = new Set(inputs.map((name) => name.split('.')[0]!))
  return { answers: draft.data, errors: {}, blanks: [...keys].map((key) => labels.get(key) ?? key), missing: inputs }
}

/** An honest blank has a reason. */
export function blankError(blanks: string[], reason: string, t: Translate): Record<string, string> {
  return blanks.length > 0 && reason.length < 10
    ? { blank_reason: t('Skriv minst tio tecken om varför uppgifterna saknas.') }
    : {}
}
