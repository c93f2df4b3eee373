import { localDate } from '../domain/calendar/workdays.ts'
import { asActor, type OwnerActor, type Tx } from '../db/actor.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import type { Answers, JobType } from '../domain/forms/definition.ts'
import { facilitiesIn } from '../domain/forms/rules/rule.ts'
import { termsOf } from '../domain/forms/terms.ts'
import { toValues } from '../domain/forms/repeatingGroups.ts'
import { fieldsOf, prune, schemaFor } from '../domain/forms/schema.ts'
import { readForm } from '../web/forms.ts'
import type { Translate } from '../language/i18n.ts'
import { render } from '../web/views.ts'
import { draftRoom } from './draftRoom.ts'
import { compile } from './compile.ts'
import type { Content } from './content.ts'
import { readContent } from './page.ts'
import { PART_WORDS } from './labels.ts'

/** Cases that have been, tried on the draft: /samples */
export const samples = draftRoom('/samples')

const MOST = 100

export interface Sample {
  ref: string
  job: string
  company: string
  /** What would break, in words. */
  findings: string[]
}

samples.get('/', {}, async (req, res) => {
  const { actor, content, bar } = await readContent(req, res)
  const { t } = res.locals
  const { list, today } = await asActor(actor, async (tx) => ({
    list: await lastCases(tx, actor),
    today: localDate(tx.now),
  }))
  const context = { today, t }
  const tried = list.map((kase) => ({
    ref: kase.ref,
    job: `${kase.job_code} ${t(kase.job_name)}`,
    company: kase.company_name,
    findings: tryOn(kase, content, context),
  }))
  await render(res, 'configuration/samples', {
    title: t('Prov på tidigare ärenden'),
    back: null,
    bar,
    checked: tried.length,
    samples: tried.filter(({ findings }) => findings.length > 0),
  })
})

type SampleCase = Pick<CaseRow, 'ref' | 'job_code' | 'job_name' | 'flow' | 'company_name' | 'notice' | 'completion'> & {
  job: JobType
}

function lastCases(tx: Tx, actor: OwnerActor): Promise<SampleCase[]> {
  return tx('cases as c')
    .join('job_types as j', 'j.id', 'c.job_type_id')
    .where('c.owner_id', actor.ownerId)
    .whereNot('c.status', 'cancelled')
    .orderBy('c.id', 'desc')
    .limit(MOST)
    .select(
      'c.ref',
      'c.job_code',
      'c.job_name',
      'c.flow',
      'c.company_name',
      'c.notice',
      'c.completion',
      'j.definition as job',
    )
}

interface Context {
  today: string
  t: Translate
}

/** What a case that was complete by its own version would lack, or lose, in the draft. Pure. */
export function tryOn(
  kase: Omit<SampleCase, 'ref' | 'job_name' | 'company_name'>,
  content: Content,
  context: Context,
): string[] {
  const { t } = context
  const draft = content.jobs.find(({ code }) => code === kase.job_code)
  if (!draft?.active) return [t('Jobbtypen går inte längre att välja.')]
  const now = compile(draft, content)
  const parts = Object.keys(kase.completion).length > 0 ? (['notice', 'completion'] as const) : (['notice'] as const)
  const findings = now.flow === kase.flow ? [] : [t('Flödet är ett annat.')]
  for (const part of parts) {
    const answers = kase[part]
    const own = problemsIn(kase.job[part], answers, { ...context, ladder: termsOf(kase.job).ladder })
    const after = problemsIn(now[part], answers, { ...context, ladder: content.fuses.ladder })
    const labels = new Map(fieldsOf(now[part]).map((field) => [field.key, t(field.label)]))
    for (const [name, message] of after) {
      const key = name.split('.')[0]!
      if (!own.has(name)) findings.push(`${t(PART_WORDS[part])} › ${labels.get(key) ?? key}: ${message}`)
    }
    const kept = prune(now[part], answers)
    for (const field of fieldsOf(kase.job[part])) {
      const was = prune(kase.job[part], answers)[field.key]
      if (was !== undefined && was !== false && was !== field.initial && kept[field.key] === undefined) {
        findings.push(`${t(PART_WORDS[part])} › ${t('{field}: svaret skulle inte godtas.', { field: t(field.label) })}`)
      }
    }
  }
  findings.push(...intervalFindings(kase, now, t))
  return findings
}

/** V08: a change of fuse that was within an interval, and would be so no longer. */
function intervalFindings({ job, notice }: Pick<SampleCase, 'job' | 'notice'>, now: JobType, t: Translate): string[] {
  if (job.code !== 'BE01') return []
  return facilitiesIn(notice).flatMap(({ of: { sakr_bef: before, sakr_ny: after } }) => {
    const within = (each: JobType) =>
      termsOf(each).intervals.some((sizes) => sizes.includes(Number(before)) && sizes.includes(Number(after)))
    return within(job) && !within(now)
      ? [t('Från {before} till {after} A går utanför intervallet.', { before: Number(before), after: Number(after) })]
      : []
  })
}

/** Sent as it stands: what would be said, by the input. */
function problemsIn(
  form: JobType['notice'],
  answers: Answers,
  context: Context & { ladder: number[] },
): Map<string, string> {
  const read = readForm(schemaFor(form, 'send', context), toValues(form, prune(form, answers)))
  return new Map(read.ok ? [] : Object.entries(read.form.errors))
}
