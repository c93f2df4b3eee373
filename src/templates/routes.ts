import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Router, type Request, type Response } from 'express'
import { headersOf } from '../attachments/headers.ts'
import { mediaTypeOf } from '../attachments/types.ts'
import { localDate } from '../calendar/workdays.ts'
import { asActor, type Actor, type OwnerActor, type Tx } from '../db/actor.ts'
import type { TemplateRow } from '../db/rows.ts'
import type { Field } from '../forms/definition.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { only, ownerSideOf, partyOf } from '../web/guards.ts'
import type { Translate } from '../web/i18n.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { receiveFiles, type ReceivedFile } from '../web/uploads.ts'
import { render } from '../web/views.ts'
import { Template, TemplatePath } from './forms.ts'
import { chunk, end, getTemplate, listJobNames, listTemplates, publish } from './queries.ts'

/** Mounted at /owner/templates: what the network owner wants filled in and sent along. */
export const ownerTemplates = Router()

const LIMITS = { maxFiles: 1, maxSize: 20_000_000 }

ownerTemplates.get('/', async (req, res) => {
  const actor = ownerSideOf(req)
  const { t } = res.locals
  const { list, jobs, today } = await asActor(actor, async (tx) => ({
    list: await listTemplates(tx, actor),
    jobs: new Map((await listJobNames(tx, actor)).map(({ code, name }) => [code, name])),
    today: localDate(tx.now),
  }))
  await render(res, 'templates/list', {
    title: t('Mallar'),
    key: newKey(),
    list: list.map((template) => ({
      ...template,
      jobs: template.job_codes.map((code) => `${code} ${t(jobs.get(code) ?? '')}`.trim()).join(', '),
      state: stateOf(template, today, t),
    })),
  })
})

function stateOf({ valid_from: from, valid_to: to }: TemplateRow, today: string, t: Translate) {
  if (from > today) return { label: t('Gäller från {date}', { date: from }), tint: 'blue' }
  if (to === null) return { label: t('Gäller nu'), tint: 'green' }
  return to < today
    ? { label: t('Gällde till {date}', { date: to }), tint: 'neutral' }
    : { label: t('Gäller till {date}', { date: to }), tint: 'green' }
}

ownerTemplates.get('/new', async (req, res) => showForm(req, res, null, emptyForm))

ownerTemplates.post('/', ...receiveFiles(LIMITS), async (req, res) => save(req, res, null))

ownerTemplates.get('/:id', async (req, res) => {
  await showForm(req, res, TemplatePath.parse(req.params).id, emptyForm)
})

ownerTemplates.post('/:id', ...receiveFiles(LIMITS), async (req, res) => {
  await save(req, res, TemplatePath.parse(req.params).id)
})

ownerTemplates.post('/:id/remove', async (req, res) => {
  const { id } = TemplatePath.parse(req.params)
  await asActor(ownerSideOf(req), async (tx) => end(tx, (await getTemplate(tx, id)).id))
  flash(res, 'success', 'Mallen är borttagen.')
  res.redirect(303, '/owner/templates')
})

async function save(req: Request, res: Response, id: number | null): Promise<void> {
  const actor = ownerSideOf(req)
  const file = req.received?.find(({ size }) => size > 0) ?? null
  const input = readForm(Template, req.body)
  const problem = await fileProblem(file, id === null)
  if (!input.ok || problem) {
    const form: Form = input.ok ? { values: req.body as Form['values'], errors: {} } : input.form
    return showForm(req, res.status(422), id, { ...form, errors: { ...form.errors, ...problem } })
  }
  const location = await asActor(actor, (tx) =>
    once(tx, actor, keyOf(req), async () => {
      const before = id === null ? null : await getTemplate(tx, id)
      const known = new Set((await listJobNames(tx, actor)).map(({ code }) => code))
      await publish(tx, actor, { ...input.data, jobs: input.data.jobs.filter((code) => known.has(code)) }, file, before)
      return '/owner/templates'
    }),
  )
  flash(res, 'success', 'Mallen är publicerad.')
  res.redirect(303, location)
}

async function fileProblem(file: ReceivedFile | null, isNew: boolean): Promise<Form['errors'] | null> {
  if (!file) return isNew ? { file: 'Välj filen som ska fyllas i.' } : null
  return (await mediaTypeOf(file)) === null
    ? { file: 'Filen går inte att ta emot. Välj pdf, jpg, png, heic, docx, xlsx eller dwg.' }
    : null
}

async function showForm(req: Request, res: Response, id: number | null, form: Form): Promise<void> {
  const actor = ownerSideOf(req)
  const { t } = res.locals
  const page = await asActor(actor, async (tx) => {
    const template = id === null ? null : await getTemplate(tx, id)
    return { template, fields: await fieldsFor(tx, actor, t), today: localDate(tx.now) }
  })
  const { template, fields, today } = page
  const typed = Object.keys(form.values).length > 0
  const known: Form['values'] = template
    ? { title: template.title, help: template.help, jobs: template.job_codes, valid_from: template.valid_from }
    : { valid_from: today }
  await render(res, 'templates/edit', {
    title: template?.title ?? t('Ny mall'),
    template,
    fields,
    form: { values: typed ? form.values : { ...known, valid_to: template?.valid_to ?? '' }, errors: form.errors },
    key: newKey(),
  })
}

async function fieldsFor(tx: Tx, actor: OwnerActor, t: Translate): Promise<Field[]> {
  const jobs = await listJobNames(tx, actor)
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
    { key: 'valid_from', label: 'Gäller från och med', type: 'date', required: true, width: 6 },
    { key: 'valid_to', label: 'Gäller till och med', help: 'Tomt: tills vidare.', type: 'date', width: 6 },
    {
      key: 'jobs',
      label: 'Jobbtyper',
      help: 'Ingen ikryssad: mallen visas för alla.',
      type: 'choices',
      width: 12,
      options: jobs.map(({ code, name }) => ({ value: code, label: `${code} ${t(name)}` })),
    },
  ]
}

/** Mounted at /templates: the file itself, for whoever may send to its owner. */
export const templates = Router()

templates.get('/:id', only('installer', 'owner'), async (req, res) => {
  const actor = partyOf(req)
  const { id } = TemplatePath.parse(req.params)
  const template = await asActor(actor, (tx) => getTemplate(tx, id))
  res.set(headersOf(template, false))
  await pipeline(Readable.from(chunksOf(actor, id)), res).catch((error: unknown) => {
    if (!res.destroyed) throw error
  })
})

/** One chunk, one short transaction: a slow reader holds no connection. */
async function* chunksOf(actor: Actor, id: number): AsyncGenerator<Buffer> {
  for (let seq = 0; ; seq += 1) {
    const bytes = await asActor(actor, (tx) => chunk(tx, id, seq))
    if (!bytes) return
    yield bytes
  }
}
