import type { Request, Response } from 'express'
import { byType, listAreas, listJobs } from '../cases/form/newCase.ts'
import { sectionsOf } from '../cases/form/progress.ts'
import { RefusedFiles } from '../attachments/queries.ts'
import { asActor, todayOf } from '../db/actor.ts'
import { crowded, withPastedRows } from '../domain/forms/pastedRows.ts'
import { initialAnswers, renumber, ROW_BUTTONS, toValues } from '../domain/forms/repeatingGroups.ts'
import type { Finding } from '../domain/forms/definition.ts'
import type { Body } from '../domain/forms/values.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { ownerSideOf } from '../web/guards.ts'
import { answered, keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { routes } from '../web/routes.ts'
import { receiveFiles } from '../web/uploads.ts'
import { render } from '../web/views.ts'
import { choose, listCompanies, type Chosen } from './choices.ts'
import { objections, findingName, paperFindings, type PaperCase } from './findings.ts'
import { Rest, CompanySearch, startOn } from './forms.ts'
import { blankError, paperForm, readPaper } from './readPaper.ts'
import { inSlot, registerCase, unsavedFiles } from './register.ts'
import { standIn } from './onBehalf.ts'
import { readContext, termsOf } from '../domain/forms/terms.ts'

/** Cases that came on paper or by telephone (T02). */
export const manual = routes('/owner/register', { for: 'owner', right: 'register', proof: 'cases that came on paper' })

manual.get('/', {}, async (req, res) => showStart(req, res, emptyForm))

/** The first page: nothing is written, what was chosen goes along to the second. */
manual.post('/', {}, async (req, res) => {
  const search = CompanySearch.parse(req.body)
  if (search._do === 'search') return showStart(req, res, { values: req.body as Form['values'], errors: {} })
  const input = await readStart(req)
  if (!input.ok) return showStart(req, res.status(422), input.form)
  const { t } = res.locals
  const chosen = await asActor(ownerSideOf(req), (tx) => choose(tx, ownerSideOf(req), input.data, t))
  if ('errors' in chosen) {
    return showStart(req, res.status(422), { values: { ...(req.body as Form['values']) }, errors: chosen.errors })
  }
  await showForm(req, res, chosen, { form: emptyForm, blanks: [] })
})

manual.post('/form', { reads: receiveFiles({ maxFiles: 30, maxSize: 20_000_000 }) }, async (req, res) => {
  const actor = ownerSideOf(req)
  const { t } = res.locals
  const start = await readStart(req)
  if (!start.ok) return showStart(req, res.status(422), start.form)
  const rest = readForm(Rest, req.body)
  const files = (req.received ?? []).filter(({ size }) => size > 0)
  const outcome = await asActor(actor, async (tx) => {
    const before = await answered(tx, actor, keyOf(req))
    if (before !== null) return { location: before }
    const chosen = await choose(tx, actor, start.data, t)
    if ('errors' in chosen) return { startErrors: chosen.errors }
    const form = paperForm({ status: 'draft', flow: chosen.job.flow }, chosen.job.definition)
    const body = withPastedRows(form, req.body as Body)
    const crowding = crowded(form, req.body as Body, body, t)
    const again = (errors: Form['errors'], blanks: string[] = [], said: Finding[] = []) => ({
      chosen,
      state: { form: { values: body, errors: { ...unsavedFiles(files, t), ...errors } }, blanks, said },
    })
    if (ROW_BUTTONS.some((button) => body[button]) || Object.keys(crowding).length > 0) return again(crowding)
    if (!rest.ok) return again(rest.form.errors)
    const read = readPaper(form, body, readContext(chosen.job.definition, tx, t))
    const { blank_reason: reason, _seen: seen } = rest.data
    if (Object.keys(read.errors).length > 0) return again(read.errors, read.blanks)
    const kase = paperCase(chosen)
    const said = await paperFindings(tx, { ...read, kase, owner: chosen.owner, job: chosen.job.definition })
    const objected = objections(said, { seen, reason }, t)
    const errors = { ...objected.errors, ...blankError(read.blanks, reason, t) }
    if (objected.unread || Object.keys(errors).length > 0) return again(errors, read.blanks, said)
    return once(tx, actor, keyOf(req), async () => {
      const kase = await registerCase(tx, actor, {
        ...chosen,
        answers: read.answers,
        blanks: read.blanks,
        reason,
        said,
        files: files.map(inSlot),
      })
      return `/cases/${kase.ref}`
    }).then((location) => ({ location }))
  }).catch((error: unknown) => {
    if (error instanceof RefusedFiles) return { refused: error.errors }
    throw error
  })
  if ('startErrors' in outcome) {
    const values = req.body as Form['values']
    return showStart(req, res.status(422), { values, errors: outcome.startErrors! })
  }
  if ('refused' in outcome) return refusedFiles(req, res, outcome.refused!)
  if ('state' in outcome) return showForm(req, res.status(422), outcome.chosen!, outcome.state!)
  flash(res, 'success', 'Ärendet är registrerat.')
  res.redirect(303, outcome.location!)
})

manual.use(standIn)

async function readStart(req: Request) {
  return readForm(startOn(await todayOf(ownerSideOf(req))), req.body)
}

/** Nothing was registered: the page comes back with all that was typed, and what was wrong with the file. */
async function refusedFiles(req: Request, res: Response, errors: Record<string, string>): Promise<void> {
  const actor = ownerSideOf(req)
  const { t } = res.locals
  const start = startOn(await todayOf(actor)).parse(req.body)
  const chosen = await asActor(actor, (tx) => choose(tx, actor, start, t))
  if ('errors' in chosen) return
  const said = Object.fromEntries(Object.entries(errors).map(([name, message]) => [name, t(message)]))
  await showForm(req, res.status(422), chosen, { form: { values: req.body as Body, errors: said }, blanks: [] })
}

async function showStart(req: Request, res: Response, form: Form): Promise<void> {
  const actor = ownerSideOf(req)
  const { t } = res.locals
  const { company_q: q } = CompanySearch.parse(form.values)
  const page = await asActor(actor, async (tx) => ({
    companies: await listCompanies(tx, q),
    types: byType(await listJobs(tx, actor.ownerId)),
    areas: await listAreas(tx, actor.ownerId),
  }))
  const errors = Object.fromEntries(Object.entries(form.errors).map(([name, message]) => [name, t(message)]))
  await render(res, 'manual-registration/start', {
    title: t('Registrera manuellt'),
    ...page,
    form: { values: form.values, errors },
    key: newKey(),
  })
}

/** What is about to be registered, as the rules see it. */
function paperCase({ owner, job, company, areaId }: Chosen): PaperCase {
  const at = { owner_id: owner.id, company_id: company.company_id, area_id: areaId, flow: job.flow }
  return { ...at, id: null, status: 'draft', consent: {} }
}

const CHOSEN = ['company', 'company_name', 'company_org_number', 'company_contact', 'job', 'postcode', 'area']

async function showForm(
  req: Request,
  res: Response,
  { job, company, now }: Chosen,
  { form, blanks, said = [] }: { form: Form; blanks: string[]; said?: Finding[] },
): Promise<void> {
  const { t } = res.locals
  const posted = req.body as Body
  const definition = paperForm({ status: 'draft', flow: job.flow }, job.definition)
  const fresh = { ...toValues(definition, initialAnswers(definition)), anl_postnr: posted['postcode'] ?? '' }
  const values = Object.keys(form.values).length > 0 ? form.values : renumber(definition, fresh)
  const { answers } = readPaper(definition, values, readContext(job.definition, { now }, t))
  await render(res, 'manual-registration/form', {
    title: `${t('Registrera manuellt')} – ${t(job.name)}`,
    kase: null,
    jobName: t(job.name),
    companyName: company.company_name,
    chosen: Object.fromEntries(CHOSEN.map((name) => [name, [posted[name] ?? ''].flat()[0] ?? ''])),
    sections: sectionsOf(definition, answers, { values, errors: form.errors }),
    slots: definition.attachments,
    facility: null,
    ladder: termsOf(job.definition).ladder,
    blanks,
    findings: said.map((finding) => ({ ...finding, name: findingName(finding) })),
    label: t('Registrera ärendet'),
    form: { values, errors: form.errors },
    key: newKey(),
  })
}
