import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { mediaTypeOf } from '../attachments/types.ts'
import type { Field } from '../domain/forms/definition.ts'
import { NotFound } from '../web/errors.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import type { Translate } from '../language/i18n.ts'
import { newKey } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { receiveFiles } from '../web/uploads.ts'
import { render } from '../web/views.ts'
import type { Content } from './content.ts'
import { stampOf } from './draft.ts'
import { filled, line, several } from './inputs.ts'
import { BASE, readContent, write } from './page.ts'
import type { Template } from './parts.ts'
import { keepFile } from './storedFiles.ts'
import type { Tag } from './views.ts'
import { day as aDay } from '../web/cursors.ts'

/** Documents that the installer fetches, fills in and sends along: /templates */
export const templates = Router()

const AT = `${BASE}/templates`
const LIMITS = { maxFiles: 1, maxSize: 20_000_000 }

templates.get('/', async (req, res) => {
  const { content, bar, today } = await readContent(req)
  const { t } = res.locals
  const names = new Map(content.jobs.map(({ code, name }) => [code, name]))
  const rows = content.templates
    .toSorted((a, b) => a.title.localeCompare(b.title, 'sv'))
    .map((each) => ({
      id: each.code,
      title: each.title,
      sub: [
        each.name,
        each.jobs.map((code) => `${code} ${t(names.get(code) ?? '')}`.trim()).join(', ') || t('Alla jobbtyper'),
      ].join(' · '),
      tags: [stateOf(each, today, t)],
      href: `${AT}/${each.code}`,
      toggle: null,
      movable: false,
    }))
  await render(res, 'configuration/list', {
    title: t('Mallar'),
    intro: t('Dokument som installatören hämtar, fyller i och bifogar. De visas i anmälan för de jobbtyper de gäller.'),
    bar,
    back: null,
    key: newKey(),
    stamp: stampOf(content.templates),
    action: AT,
    links: [{ href: `${AT}/new`, label: t('Ny mall'), icon: 'plus', primary: true }],
    groups: rows.length === 0 ? [] : [{ id: null, title: '', sub: '', href: null, rows }],
    empty: {
      icon: 'file',
      title: t('Inga mallar än'),
      text: t('Ladda upp en fullmakt eller en blankett som installatörerna ska använda.'),
      action: null,
    },
  })
})

function stateOf({ validFrom: from, validTo: to }: Template, today: string, t: Translate): Tag {
  if (from > today) return { label: t('Gäller från {date}', { date: from }), tint: 'blue' }
  if (to === null) return { label: t('Gäller tills vidare'), tint: 'green' }
  return to < today
    ? { label: t('Gällde till {date}', { date: to }), tint: 'neutral' }
    : { label: t('Gäller till {date}', { date: to }), tint: 'green' }
}

const day = aDay()
const TemplateForm = z
  .object({
    title: filled(100),
    help: line(200),
    jobs: several,
    validFrom: day,
    validTo: z
      .union([z.literal(''), day])
      .default('')
      .transform((value) => value || null),
  })
  .refine(({ validFrom, validTo }) => validTo === null || validTo >= validFrom, {
    path: ['validTo'],
    message: 'Sista dagen kan inte komma före den första.',
  })

templates.get('/new', async (req, res) => show(req, res, null, emptyForm, false))
templates.post('/new', ...receiveFiles(LIMITS), async (req, res) => save(req, res, null))
templates.get('/:code', async (req, res) => show(req, res, req.params.code, emptyForm, false))
templates.post('/:code', ...receiveFiles(LIMITS), async (req, res) => save(req, res, String(req.params['code'])))

templates.post('/:code/remove', async (req, res) => {
  const { code } = req.params
  const part = (content: Content) => templateOf(content, code)
  const work = (content: Content) => void content.templates.splice(content.templates.indexOf(part(content)), 1)
  if (!(await write(req, res, { part, work, to: AT }))) await show(req, res.status(409), code, emptyForm, true)
})

function templateOf({ templates: list }: Content, code: string): Template {
  const found = list.find((each) => each.code === code)
  if (!found) throw new NotFound()
  return found
}

async function save(req: Request, res: Response, code: string | null): Promise<void> {
  const file = req.received?.find(({ size }) => size > 0) ?? null
  const type = file && (await mediaTypeOf(file))
  const problem = file
    ? type
      ? null
      : 'Filen går inte att ta emot. Välj pdf, jpg, png, heic, docx, xlsx eller dwg.'
    : code === null
      ? 'Välj filen som ska fyllas i.'
      : null
  const input = readForm(TemplateForm, req.body)
  if (!input.ok || problem) {
    const form: Form = input.ok ? { values: req.body as Form['values'], errors: {} } : input.form
    const errors = { ...form.errors, ...(problem && { file: problem }) }
    return show(req, res.status(422), code, { ...form, errors }, false)
  }
  let kept: Pick<Template, 'file' | 'name'> | null = null
  const saved = await write(req, res, {
    part: (content) => (code === null ? content.templates : templateOf(content, code)),
    to: AT,
    before: async (tx, actor) => {
      if (!file || !type) return
      const { id, name } = await keepFile(tx, actor, file, type)
      kept = { file: id, name }
    },
    work: (content) => putTemplate(content, code, { ...input.data, ...kept }),
  })
  if (!saved) await show(req, res.status(409), code, { values: req.body as Form['values'], errors: {} }, code !== null)
}

/** A new one gets a code that none has; a changed one without a new file keeps the one it has. */
export function putTemplate(
  content: Content,
  code: string | null,
  said: Omit<Template, 'code' | 'file' | 'name'> & Partial<Pick<Template, 'file' | 'name'>>,
): void {
  const jobs = said.jobs.filter((each) => content.jobs.some((job) => job.code === each))
  if (code !== null) {
    Object.assign(templateOf(content, code), { ...said, jobs })
    return
  }
  if (said.file === undefined || said.name === undefined) throw new Error('A new template without its file')
  content.templates.push({ ...said, file: said.file, name: said.name, jobs, code: `M${said.file}` })
}

async function show(req: Request, res: Response, code: string | null, form: Form, conflict: boolean): Promise<void> {
  const { content, bar, today } = await readContent(req)
  const { t } = res.locals
  const each = code === null ? null : templateOf(content, code)
  const known: Form['values'] = each ? { ...each, file: '', validTo: each.validTo ?? '' } : { validFrom: today }
  await render(res, 'configuration/template', {
    title: each?.title ?? t('Ny mall'),
    back: { href: AT, label: t('Mallar') },
    bar,
    conflict,
    template: each,
    fields: fieldsFor(content, t),
    form: { values: Object.keys(form.values).length > 0 ? form.values : known, errors: form.errors },
    key: newKey(),
    stamp: stampOf(each ?? content.templates),
  })
}

function fieldsFor({ jobs }: Content, t: Translate): Field[] {
  return [
    {
      key: 'title',
      label: 'Namn',
      help: 'T.ex. Fullmakt eller Anmälan produktion.',
      type: 'text',
      required: true,
      width: 12,
    },
    { key: 'help', label: 'När den används', type: 'text', width: 12 },
    { key: 'validFrom', label: 'Gäller från och med', type: 'date', required: true, width: 6 },
    { key: 'validTo', label: 'Gäller till och med', help: 'Tomt: tills vidare.', type: 'date', width: 6 },
    {
      key: 'jobs',
      label: 'Jobbtyper',
      help: 'Ingen ikryssad: mallen visas för alla.',
      type: 'choices',
      width: 12,
      options: jobs
        .filter(({ active }) => active)
        .map(({ code, name }) => ({ value: code, label: `${code} ${t(name)}` })),
    },
  ]
}
