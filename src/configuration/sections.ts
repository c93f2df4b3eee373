import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { NotFound } from '../web/errors.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import type { Form } from '../web/pages.ts'
import type { DraftJob, Part } from './content.ts'
import type { DraftSection } from './formShape.ts'
import { filled, longText, yesNo } from './inputs.ts'
import { jobOf } from './jobs.ts'
import { BASE, plain, readContent, showForm, write } from './page.ts'
import { conditionWords, PART_WORDS } from './labels.ts'

/** A section of a form: its heading and help, and whether it starts folded. /jobs/:job/sections/notice.B */
export const sections = Router({ mergeParams: true })

type Path = { job: string; section: string }

const Edit = z.object({ title: filled(150), help: longText(500), optional: yesNo })

/** What the page shows of it: the fields have pages of their own. */
function headOf(job: DraftJob, name: string): { part: Part; section: DraftSection } {
  const [part, key] = name.split('.') as [Part, string]
  const section = Object.hasOwn(PART_WORDS, part) ? job[part].sections.find((each) => each.key === key) : undefined
  if (!section) throw new NotFound()
  return { part, section }
}
const stamped = ({ title, help, optional }: DraftSection) => ({ title, help, optional })

sections.get<Path>('/:section', async (req, res) => showSection(req, res, emptyForm, false))

sections.post<Path>('/:section', async (req, res) => {
  const input = readForm(Edit, req.body)
  if (!input.ok) return showSection(req, res.status(422), input.form, false)
  const { title, help, optional } = input.data
  const saved = await write(req, res, {
    part: (content) => stamped(headOf(jobOf(content, req.params.job), req.params.section).section),
    work: (content) => {
      const { section } = headOf(jobOf(content, req.params.job), req.params.section)
      section.title = title
      if (help === '') delete section.help
      else section.help = help
      if (optional) section.optional = true
      else delete section.optional
    },
    to: `${BASE}/jobs/${req.params.job}`,
  })
  if (!saved) await showSection(req, res.status(409), { values: req.body as Form['values'], errors: {} }, true)
})

async function showSection(req: Request<Path>, res: Response, form: Form, conflict: boolean): Promise<void> {
  const { content, bar } = await readContent(req)
  const { t } = res.locals
  const job = jobOf(content, req.params.job)
  const { part, section } = headOf(job, req.params.section)
  await showForm(res, {
    title: t(section.title),
    intro: `${t(PART_WORDS[part])} · ${job.code} ${t(job.name)}`,
    notes: section.when ? [t('Visas om {condition}', { condition: conditionWords(section.when, job, t) })] : [],
    back: { href: `${BASE}/jobs/${job.code}`, label: `${job.code} ${t(job.name)}` },
    bar,
    part: stamped(section),
    conflict,
    form,
    known: { title: section.title, help: section.help ?? '', optional: section.optional ? 'ja' : 'nej' },
    groups: plain(
      { key: 'title', label: 'Rubrik', type: 'text', required: true, width: 12 },
      { key: 'help', label: 'Hjälptext', help: 'Visas under rubriken.', type: 'longText', width: 12 },
      {
        key: 'optional',
        label: 'Fälls ihop, och krävs bara om något i det är ifyllt',
        type: 'yesNo',
        required: true,
        width: 12,
      },
    ),
  })
}
