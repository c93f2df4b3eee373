import { formsAs } from '../domain/forms/catalogue/jobs.ts'
import type { Field, FormDefinition, JobType } from '../domain/forms/definition.ts'
import { settled } from '../domain/forms/resolvedForms.ts'
import type { Terms } from '../domain/forms/terms.ts'
import { PARTS, type Content, type DraftJob, type Part } from './content.ts'
import type { DraftField, DraftForm } from './formShape.ts'

/** What a draft's job becomes when it is published: without what is hidden, and readable by itself for ever. */
export function compile(job: DraftJob, content: Pick<Content, 'types' | 'fuses' | 'settings' | 'rules'>): JobType {
  const {
    active: _active,
    type,
    decisionDays: _decision,
    completionDays: _completion,
    restart: _restart,
    ...rest
  } = job
  const shown = mayLeaveRows(job) && !job.blockAllowed ? withoutRows : shownOf
  const notice = shown(job.notice)
  const completion = shown(job.completion)
  const kinds = new Set(notice.attachments.map((slot) => slot.kind))
  return {
    ...rest,
    type: content.types.find(({ code }) => code === type) ?? { code: type, name: type },
    terms: termsFor(job, content),
    notice,
    consent: grants(job) ? shown(job.consent) : { sections: [], attachments: [], rules: [] },
    // In flow D both are one form, which asks for each kind of file once.
    completion:
      job.flow === 'D'
        ? { ...completion, attachments: completion.attachments.filter((slot) => !kinds.has(slot.kind)) }
        : completion,
  }
}

/** A job that was in flow F keeps its consent for the day it is so again; in flow G only what is itself the answer counts. */
function grants({ code, flow }: Pick<DraftJob, 'code' | 'flow'>): boolean {
  return flow === 'F' || (flow === 'G' && (formsAs(code, 'G')?.consent.sections.length ?? 0) > 0)
}

/** The way back, of a version that has no content of its own. */
export function draftOf({ terms: _terms, ...job }: JobType, active: boolean): DraftJob {
  return { ...job, type: job.type.code, active }
}

/** Fuses and time limits as the cases of this version keep them: the job's own where it has any, else the owner's. */
export function termsFor(
  job: DraftJob,
  { fuses, settings, rules }: Pick<Content, 'fuses' | 'settings' | 'rules'>,
): Terms {
  return {
    ...fuses,
    decisionDays: job.decisionDays ?? settings.decision_days,
    completionDays: job.completionDays ?? settings.completion_days,
    restart: job.restart ?? rules.restart,
    temporaryMonths: rules.temporaryMonths,
  }
}

const ROWS = ['rader', 'mat_antal', 'y_rader']

/** May several facilities be notified together, without having to? Then the owner says whether. */
export function mayLeaveRows(job: DraftJob): boolean {
  const rows = findField(job, 'rader')?.field
  return rows !== undefined && (rows.minRows ?? 0) === 0
}

/** A form that is always about one facility. */
function withoutRows(form: DraftForm): FormDefinition {
  const sections = form.sections.map((section) => ({
    ...section,
    fields: section.fields.filter(({ key }) => !ROWS.includes(key)),
  }))
  return settled(shownOf({ ...form, sections }), (key) => ROWS.includes(key), {})
}

function shownOf(form: DraftForm): FormDefinition {
  return {
    rules: form.rules,
    attachments: form.attachments.filter((slot) => !slot.hidden),
    sections: form.sections
      .map((section) => ({ ...section, fields: section.fields.filter((field) => !field.hidden).map(withoutHidden) }))
      .filter((section) => section.fields.length > 0),
  }
}

function withoutHidden({ hidden: _hidden, fields, ...field }: DraftField): Field {
  return fields ? { ...field, fields: fields.filter((part) => !part.hidden).map(withoutHidden) } : field
}

/** The parts that stand on one page, or are done by then: what a condition of one of them may ask about (domain/forms/resolvedForms.ts). */
export function askable(job: DraftJob, part: Part): readonly Part[] {
  if (part === 'consent') return ['consent', 'notice']
  return job.flow === 'D' ? ['notice', 'completion'] : [part]
}

/** The parts whose numbers a calculation of a part can use: what is read together with it. */
export const calculableParts = (job: DraftJob, part: Part): readonly Part[] =>
  part === 'consent' ? ['consent'] : askable(job, part)

/** A field of a draft by its name: 'best_namn', or 'vr.vr_effekt' in a group. */
export interface Found {
  part: Part
  section: DraftForm['sections'][number]
  /** The list that it stands in. */
  list: DraftField[]
  field: DraftField
  /** The group it is a column of. */
  group: DraftField | null
}

export function findField(job: DraftJob, name: string): Found | null {
  const [key, column] = name.split('.')
  for (const part of PARTS) {
    for (const section of job[part].sections) {
      const field = section.fields.find((each) => each.key === key)
      if (!field) continue
      if (column === undefined) return { part, section, list: section.fields, field, group: null }
      const inGroup = field.fields?.find((each) => each.key === column)
      return inGroup ? { part, section, list: field.fields!, field: inGroup, group: field } : null
    }
  }
  return null
}

export interface Named extends Pick<Found, 'field' | 'group'> {
  name: string
}

/** Every field of a form by its name, groups before their columns. */
export function namedFields(form: Pick<DraftForm, 'sections'>): Named[] {
  return form.sections.flatMap((section) =>
    section.fields.flatMap((field) => [
      { name: field.key, field, group: null },
      ...(field.fields ?? []).map((column) => ({ name: `${field.key}.${column.key}`, field: column, group: field })),
    ]),
  )
}
