import { missingFiles } from '../cases/form/check.ts'
import { forNotice } from '../domain/forms/resolvedForms.ts'
import { toValues } from '../domain/forms/repeatingGroups.ts'
import type { Answers, Finding, Flow, FormDefinition, JobType } from '../domain/forms/definition.ts'
import { findings } from '../domain/forms/rules.ts'
import type { RuleContext } from '../domain/forms/rules/rule.ts'
import { fieldsOf, prune, schemaFor } from '../domain/forms/schema.ts'
import { termsOf } from '../domain/forms/terms.ts'
import type { Translate } from '../language/i18n.ts'
import { readForm } from '../web/forms.ts'
import { compile } from './compile.ts'
import type { Content, Part } from './content.ts'
import { PART_WORDS } from './labels.ts'

/** A case as it was sent, with all that its sending was judged by. */
export interface TriedCase {
  ref: string
  job_code: string
  job_name: string
  flow: Flow
  company_name: string
  notice: Answers
  completion: Answers
  consent: Answers
  /** Of the version that it began with. */
  job: JobType
  files: { kind: string; side: 'installer' | 'owner'; outdated_at: Date | null }[]
  area: string | null
  /** The days on which the parts were sent. */
  days: Record<'notice' | 'completion', string>
  /** Rules whose warnings were ticked then. */
  accepted: string[]
  company: Pick<RuleContext, 'companyOrgNumber' | 'companyAuthorisation'>
}

export interface TrialFinding {
  /** It would be stopped, or warned of something new. */
  severity: Finding['severity']
  text: string
}

type InstallerPart = 'notice' | 'completion'

/**
 * What a case that could be sent by its own version would lack, lose, be stopped by or be warned of in the draft: answers,
 * attachments and rules of the trade, as on the day it was sent. Pure.
 */
export function tryOn(kase: TriedCase, draft: Content, live: Content, t: Translate): TrialFinding[] {
  const error = (text: string): TrialFinding => ({ severity: 'error', text })
  const changed = draft.jobs.find(({ code }) => code === kase.job_code)
  if (!changed?.active) return [error(t('Jobbtypen går inte längre att välja.'))]
  const now = compile(changed, draft)
  const said: TrialFinding[] = []
  if (now.flow !== kase.flow) said.push(error(t('Flödet är ett annat.')))
  if (kase.area !== null && !draft.areas.some(({ code }) => code === kase.area))
    said.push(error(t('Nätområdet {code} går inte längre att välja.', { code: kase.area })))
  for (const parts of stepsOf(kase)) said.push(...step(parts, { kase, now, draft, live, t }))
  return [...said, ...consentLacks(kase, now, draft, t)]
}

/** What is sent at once: in flow D both parts. */
function stepsOf({ flow, completion }: TriedCase): InstallerPart[][] {
  if (flow === 'D') return [['notice', 'completion']]
  return Object.keys(completion).length > 0 ? [['notice'], ['completion']] : [['notice']]
}

interface Trial {
  kase: TriedCase
  now: JobType
  draft: Content
  live: Content
  t: Translate
}

/** One sending, then and now. */
function step(parts: InstallerPart[], trial: Trial): TrialFinding[] {
  const { kase, now, draft, live, t } = trial
  const answers = Object.fromEntries(parts.flatMap((part) => Object.entries(kase[part]))) as Answers
  const today = kase.days[parts.at(-1)!]
  const [own, after] = [combined(kase.job, parts), combined(now, parts)]
  const kept = prune(after, answers)

  const wasWrong = problemsIn(own, answers, { today, ladder: termsOf(kase.job).ladder, t })
  const isWrong = problemsIn(after, answers, { today, ladder: draft.fuses.ladder, t })
  const lacked = missingFiles(own, answers, kase.files, t)
  const lacks = missingFiles(after, kept, kase.files, t)
  // What hinders is compared with what hindered nobody then; what warns, with the owner's times and areas of today.
  const ruled = rulesOf(kase.job, parts, answers, contextOf(kase, kase.job, { ...live, areas: [] }), trial)
  const warned = rulesOf(kase.job, parts, answers, contextOf(kase, kase.job, live), trial)
  const rules = rulesOf(now, parts, kept, contextOf(kase, now, draft), trial)
  const known = new Set([
    ...ruled.filter(({ severity }) => severity === 'error').map(nameOf),
    ...warned.filter(({ severity }) => severity === 'warning').map(nameOf),
  ])
  const fresh = rules.filter(
    (each) => !known.has(nameOf(each)) && (each.severity === 'error' || !kase.accepted.includes(each.rule)),
  )
  const at = (name: string) => placeOf(name, parts, [now, kase.job], t)
  const unknown = ([name]: [string, string], before: object) => !(name in before)
  return [
    ...Object.entries(isWrong)
      .filter((each) => unknown(each, wasWrong))
      .map(([name, message]) => ({ severity: 'error' as const, text: `${at(name)}: ${message}` })),
    ...lostIn(own, after, answers)
      .map((key) => at(key))
      .map((place) => ({ severity: 'error' as const, text: `${place}: ${t('svaret skulle inte godtas.')}` })),
    ...Object.entries(lacks)
      .filter((each) => unknown(each, lacked))
      .map(([, message]) => ({ severity: 'error' as const, text: `${t('Bilagor')}: ${message}` })),
    ...fresh.map(({ severity, field, message, params }) => ({
      severity,
      text: `${at(field)}: ${t(message, params)}`,
    })),
  ]
}

const nameOf = ({ rule, severity, field }: Finding) => `${rule} ${severity} ${field}`

function combined(job: JobType, parts: InstallerPart[]): FormDefinition {
  return {
    sections: parts.flatMap((part) => job[part].sections),
    attachments: parts.flatMap((part) => job[part].attachments),
    rules: [],
  }
}

/** Sent as it stands: what would be said, by the input. */
function problemsIn(
  form: FormDefinition,
  answers: Answers,
  context: { today: string; ladder: number[]; t: Translate },
): Record<string, string> {
  const read = readForm(schemaFor(form, 'send', context), toValues(form, prune(form, answers)))
  return read.ok ? {} : read.form.errors
}

/** Answers that were given, and that the form of the draft would not keep. */
function lostIn(own: FormDefinition, after: FormDefinition, answers: Answers): string[] {
  const [was, kept] = [prune(own, answers), prune(after, answers)]
  return fieldsOf(own)
    .filter(({ key, initial }) => was[key] !== undefined && was[key] !== false && was[key] !== initial)
    .map(({ key }) => key)
    .filter((key) => kept[key] === undefined)
}

/**
 * What a publication decides of the context. Other cases, the fuse's history and the register are left out: no draft
 * changes them, and they are not what they were on that day.
 */
function contextOf(
  { area, notice, company }: TriedCase,
  job: JobType,
  { settings, areas }: Pick<Content, 'settings' | 'areas'>,
): RuleContext {
  const { ladder, intervals } = termsOf(job)
  const postcode = notice['anl_postnr']
  const ranges = areas.find(({ code }) => code === area)?.postcodes
  return {
    ...company,
    owner: {
      ladder,
      intervals,
      completionLeadDays: settings.completion_lead_days,
      strictArea: settings.strict_area,
    },
    areaHasPostcode:
      ranges === undefined || typeof postcode !== 'string'
        ? null
        : ranges.some(([from, to]) => from <= postcode && postcode <= to),
    otherActiveCase: null,
  }
}

function rulesOf(
  job: JobType,
  parts: InstallerPart[],
  answers: Answers,
  context: RuleContext,
  { kase }: Trial,
): Finding[] {
  const kept = prune(combined(job, parts), answers)
  const of = (part: InstallerPart) => (parts.includes(part) ? only(job[part], kept) : kase[part])
  const asked = { job, notice: of('notice'), completion: of('completion'), consent: kase.consent, context }
  return parts.flatMap((phase) => findings({ ...asked, phase, today: kase.days[phase] }))
}

function only(form: FormDefinition, answers: Answers): Answers {
  const keys = new Set(fieldsOf(form).map(({ key }) => key))
  return Object.fromEntries(Object.entries(answers).filter(([key]) => keys.has(key)))
}

/** What whoever approved it would have been asked for besides. */
function consentLacks({ consent, notice, job, days }: TriedCase, now: JobType, draft: Content, t: Translate) {
  if (Object.keys(consent).length === 0) return []
  const [own, after] = [forNotice(job, notice).consent, forNotice(now, notice).consent]
  const today = days.notice
  const wasWrong = problemsIn(own, consent, { today, ladder: termsOf(job).ladder, t })
  return Object.entries(problemsIn(after, consent, { today, ladder: draft.fuses.ladder, t }))
    .filter(([name]) => !(name in wasWrong))
    .map(([name, message]): TrialFinding => {
      const place = placeIn('consent', name, [now, job], t) ?? t(PART_WORDS.consent)
      return { severity: 'error', text: `${place}: ${message}` }
    })
}

/** 'Föranmälan › Anläggning 2, Säkring' of an input's name. */
function placeOf(name: string, parts: InstallerPart[], jobs: JobType[], t: Translate): string {
  for (const part of parts) {
    const place = placeIn(part, name, jobs, t)
    if (place !== null) return place
  }
  return t(PART_WORDS[parts[0]!])
}

function placeIn(part: Part, name: string, jobs: JobType[], t: Translate): string | null {
  const [key, , column] = name.split('.')
  for (const job of jobs) {
    const field = fieldsOf(job[part]).find((each) => each.key === key)
    if (!field) continue
    const inRow = field.fields?.find((each) => each.key === column)
    // Without the row's number: the same in many rows is one thing to mend.
    const label = inRow ? `${t(field.rowLabel ?? field.label)}, ${t(inRow.label)}` : t(field.label)
    return `${t(PART_WORDS[part])} › ${label}`
  }
  return null
}
