import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { NotFound } from '../web/errors.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import type { Translate } from '../language/i18n.ts'
import { newKey } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { render } from '../web/views.ts'
import type { Content, DraftJob } from './content.ts'
import { stampOf } from './draft.ts'
import { filled } from './inputs.ts'
import { BASE, move, plain, press, pressed, readContent, showForm, write } from './page.ts'
import type { ListRow } from './views.ts'
import { FLOW_WORDS } from './labels.ts'

/** Installationstyper and jobbtyper: which are on, in which order, and how each is handled. */
export const jobs = Router()

jobs.get('/', async (req, res) => {
  const { content, bar } = await readContent(req)
  const { t } = res.locals
  await render(res, 'configuration/list', {
    title: t('Jobbtyper'),
    intro: t('Det installatören väljer mellan. Öppna en jobbtyp för att ändra dess fält, bilagor och flöde.'),
    bar,
    back: null,
    key: newKey(),
    stamp: stampOf(outline(content)),
    action: `${BASE}/jobs/do`,
    links: [],
    groups: content.types.map((type) => ({
      id: `type:${type.code}`,
      title: t(type.name),
      sub: '',
      href: `${BASE}/jobs/type/${type.code}`,
      rows: content.jobs.filter((job) => job.type === type.code).map((job) => rowOf(job, t)),
    })),
    empty: { icon: 'layers', title: t('Inga jobbtyper'), text: '', action: null },
  })
})

function rowOf(job: DraftJob, t: Translate): ListRow {
  return {
    id: job.code,
    title: `${job.code} ${t(job.name)}`,
    sub: [
      t(FLOW_WORDS[job.flow]),
      ...(job.leadDays > 0 ? [t('{n} vardag i förväg|{n} vardagar i förväg', { n: job.leadDays })] : []),
      ...(job.blockAllowed ? [t('flera anläggningar')] : []),
    ].join(' · '),
    tags: [job.active ? { label: t('På'), tint: 'green' } : { label: t('Av'), tint: 'neutral' }],
    href: `${BASE}/jobs/${job.code}`,
    toggle: job.active ? { name: 'hide', label: t('Slå av') } : { name: 'show', label: t('Slå på') },
    movable: true,
  }
}

/** What the list shows: not what is inside each job. */
function outline({ types, jobs: list }: Content) {
  return { types, jobs: list.map(({ code, type, active, name, flow }) => ({ code, type, active, name, flow })) }
}

jobs.post('/do', async (req, res) => {
  const button = pressed(req)
  await press(req, res, {
    part: outline,
    to: `${BASE}/jobs`,
    work: (content) => {
      if (!button) return
      const { what, id } = button
      const job = content.jobs.find(({ code }) => code === id)
      if (what === 'hide' || what === 'show') {
        if (job) job.active = what === 'show'
      } else if (id.startsWith('type:')) {
        move(
          content.types,
          content.types.find(({ code }) => `type:${code}` === id),
          what,
        )
      } else move(content.jobs, job, what, (each) => each.type === job?.type)
    },
  })
})

export function jobOf(content: Content, code: unknown): DraftJob {
  const job = content.jobs.find((each) => each.code === code)
  if (!job) throw new NotFound()
  return job
}

// ---- An installationstyp ----

const TypeName = z.object({ name: filled(100) })

jobs.get('/type/:code', async (req, res) => showType(req, res, emptyForm, false))

jobs.post('/type/:code', async (req, res) => {
  const input = readForm(TypeName, req.body)
  if (!input.ok) return showType(req, res.status(422), input.form, false)
  const part = ({ types }: Content) => types.find(({ code }) => code === req.params.code)
  const work = (content: Content) => {
    const type = part(content)
    if (type) type.name = input.data.name
  }
  if (await write(req, res, { part, work, to: `${BASE}/jobs` })) return
  return showType(req, res.status(409), { values: req.body as Form['values'], errors: {} }, true)
})

async function showType(req: Request, res: Response, form: Form, conflict: boolean): Promise<void> {
  const { content, bar } = await readContent(req)
  const { t } = res.locals
  const part = content.types.find(({ code }) => code === req.params['code'])
  if (!part) throw new NotFound()
  await showForm(res, {
    title: t(part.name),
    back: { href: `${BASE}/jobs`, label: t('Jobbtyper') },
    bar,
    part,
    conflict,
    form,
    known: { name: part.name },
    groups: plain({ key: 'name', label: 'Namn', type: 'text', required: true, width: 12 }),
  })
}
