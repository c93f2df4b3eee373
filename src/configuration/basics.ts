import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { formsAs } from '../forms/catalogue/jobs.ts'
import type { Field } from '../forms/definition.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import type { Form } from '../web/pages.ts'
import type { Content, DraftJob } from './content.ts'
import { filled, whole, yesNo } from './inputs.ts'
import { jobOf } from './jobs.ts'
import { BASE, plain, readContent, showForm, write } from './page.ts'
import { FLOW_WORDS } from './words.ts'

/** How a job type is handled: its name, whether it is on, its flow. /jobs/:job/basics */
export const basics = Router({ mergeParams: true })

type Path = { job: string }

const Basics = z.object({
  active: yesNo,
  name: filled(150),
  flow: z.enum(['F', 'D', 'G'], 'Välj hur jobbtypen handläggs.'),
  leadDays: whole(0, 400, 'Ange 0–400 vardagar.'),
  blockAllowed: yesNo,
})

basics.get<Path>('/', async (req, res) => showBasics(req, res, emptyForm, false))

basics.post<Path>('/', async (req, res) => {
  const input = readForm(Basics, req.body)
  if (!input.ok) return showBasics(req, res.status(422), input.form, false)
  const { active, name, flow, leadDays, blockAllowed } = input.data
  const part = (content: Content) => basicsOf(jobOf(content, req.params.job))
  const work = (content: Content) => {
    const job = jobOf(content, req.params.job)
    setFlow(job, flow)
    Object.assign(job, { name, leadDays, active, blockAllowed })
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

function basicsOf({ name, active, flow, leadDays, blockAllowed }: DraftJob) {
  return { name, active, flow, leadDays, blockAllowed }
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
    },
    groups: plain(...BASICS),
  })
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
  {
    key: 'blockAllowed',
    label: 'Flera anläggningar i samma anmälan',
    type: 'yesNo',
    required: true,
  },
]
