import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { formsAs } from '../domain/forms/catalogue/jobs.ts'
import type { Field } from '../domain/forms/definition.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import type { Form } from '../web/pages.ts'
import { RESTARTS, type Restart } from '../domain/forms/terms.ts'
import type { Translate } from '../language/i18n.ts'
import { SETTING_WORDS } from './compare.ts'
import { mayLeaveRows } from './compile.ts'
import type { Content, DraftJob } from './content.ts'
import { filled, whole, wholeOrNone, yesNo } from './inputs.ts'
import { jobOf } from './jobs.ts'
import { BASE, plain, readContent, showForm, write } from './page.ts'
import { FLOW_WORDS, RESTART_WORDS } from './labels.ts'

/** How a job type is handled: its name, whether it is on, its flow. /jobs/:job/basics */
export const basics = Router({ mergeParams: true })

type Path = { job: string }

const Basics = z.object({
  active: yesNo,
  name: filled(150),
  flow: z.enum(['F', 'D', 'G'], 'Välj hur jobbtypen handläggs.'),
  leadDays: whole(0, 400, 'Ange 0–400 vardagar.'),
  decisionDays: wholeOrNone(1, 400, 'Ange 1–400 vardagar, eller inget.'),
  completionDays: wholeOrNone(1, 400, 'Ange 1–400 vardagar, eller inget.'),
  restart: z.union([z.literal(''), z.enum(RESTARTS)]).catch(''),
  blockAllowed: yesNo,
})

basics.get<Path>('/', async (req, res) => showBasics(req, res, emptyForm, false))

basics.post<Path>('/', async (req, res) => {
  const input = readForm(Basics, req.body)
  if (!input.ok) return showBasics(req, res.status(422), input.form, false)
  const { flow, decisionDays, completionDays, restart, blockAllowed, ...rest } = input.data
  const part = (content: Content) => basicsOf(jobOf(content, req.params.job))
  const work = (content: Content) => {
    const job = jobOf(content, req.params.job)
    setFlow(job, flow)
    Object.assign(job, rest)
    // Not asked where it can be but one way.
    if (mayLeaveRows(job)) job.blockAllowed = blockAllowed
    setTimes(job, { decisionDays, completionDays, restart: restart === '' ? null : restart })
  }
  if (await write(req, res, { part, work, to: `${BASE}/jobs/${req.params.job}` })) return
  return showBasics(req, res.status(409), { values: req.body as Form['values'], errors: {} }, true)
})

/** Another flow may need parts that the job has never had: those of the catalogue are a beginning. */
export function setFlow(job: DraftJob, flow: DraftJob['flow']): void {
  if (job.flow === flow) return
  job.flow = flow
  const known = formsAs(job.code, flow)
  const needed = flow === 'F' ? (['consent', 'completion'] as const) : flow === 'D' ? (['completion'] as const) : []
  for (const part of needed) if (job[part].sections.length === 0 && known) job[part] = structuredClone(known[part])
}

/** Its own time limits; null: those of the owner. */
export function setTimes(
  job: DraftJob,
  times: { decisionDays: number | null; completionDays: number | null; restart: Restart | null },
): void {
  for (const key of ['decisionDays', 'completionDays', 'restart'] as const) {
    const own = times[key]
    if (own === null) Reflect.deleteProperty(job, key)
    else Object.assign(job, { [key]: own })
  }
}

function basicsOf({ name, active, flow, leadDays, blockAllowed, decisionDays, completionDays, restart }: DraftJob) {
  return { name, active, flow, leadDays, blockAllowed, decisionDays, completionDays, restart }
}

async function showBasics(req: Request<Path>, res: Response, form: Form, conflict: boolean): Promise<void> {
  const { content, bar } = await readContent(req)
  const { t } = res.locals
  const job = jobOf(content, req.params.job)
  const part = basicsOf(job)
  await showForm(res, {
    title: `${job.code} ${t(job.name)}`,
    intro: t('Pågående ärenden behåller det flöde och de fält de började med.'),
    back: { href: `${BASE}/jobs/${job.code}`, label: `${job.code} ${t(job.name)}` },
    bar,
    part,
    conflict,
    form,
    known: {
      name: job.name,
      flow: job.flow,
      leadDays: String(job.leadDays),
      active: job.active ? 'ja' : 'nej',
      blockAllowed: job.blockAllowed ? 'ja' : 'nej',
      decisionDays: String(job.decisionDays ?? ''),
      completionDays: String(job.completionDays ?? ''),
      restart: job.restart ?? '',
    },
    groups: [
      ...plain(...BASICS, ...(mayLeaveRows(job) ? [BLOCK] : [])),
      { title: 'Så snart ni svarar', fields: timesOf(content, job, t) },
    ],
  })
}

/** What a job may have for itself, and what it has when it has not: named in the help, so that nobody need look it up. */
function timesOf({ settings, rules }: Content, { flow }: DraftJob, t: Translate): Field[] {
  const usual = (n: number) => t('Tomt: som i era regler, {n} vardag.|Tomt: som i era regler, {n} vardagar.', { n })
  const days = { type: 'number', unit: 'vardagar' } as const
  return [
    ...(flow === 'D'
      ? []
      : [
          {
            key: 'decisionDays',
            label: SETTING_WORDS.decision_days,
            help: usual(settings.decision_days),
            ...days,
          },
        ]),
    ...(flow === 'G'
      ? []
      : [
          {
            key: 'completionDays',
            label: SETTING_WORDS.completion_days,
            help: usual(settings.completion_days),
            ...days,
          },
        ]),
    {
      key: 'restart',
      label: 'När ett avvisat ärende kommer tillbaka',
      help: t('Tomt: som i era regler, {what}.', { what: t(RESTART_WORDS[rules.restart]).toLowerCase() }),
      type: 'choice',
      width: 12,
      options: RESTARTS.map((value) => ({ value, label: RESTART_WORDS[value] })),
    },
  ]
}

const BASICS: Field[] = [
  { key: 'active', label: 'Jobbtypen kan väljas', type: 'yesNo', required: true, width: 6 },
  { key: 'name', label: 'Namn', type: 'text', required: true, width: 12 },
  {
    key: 'flow',
    label: 'Flöde',
    type: 'choice',
    required: true,
    width: 12,
    options: Object.entries(FLOW_WORDS).map(([value, label]) => ({ value, label })),
  },
  {
    key: 'leadDays',
    label: 'Framförhållning',
    help: 'Så långt före förväntat färdigdatum vill ni ha anmälan. Installatören varnas, men hindras inte.',
    type: 'number',
    unit: 'vardagar',
    required: true,
  },
]

const BLOCK: Field = {
  key: 'blockAllowed',
  label: 'Flera anläggningar i samma anmälan',
  help: 'Ja: installatören får lägga till en rad för varje anläggning på samma servis.',
  type: 'yesNo',
  required: true,
}
