import type { Request, Response } from 'express'
import { RefusedFiles } from '../attachments/queries.ts'
import { splitAnswers } from '../cases/form/check.ts'
import { CasePath } from '../cases/workflow/forms.ts'
import { perform } from '../cases/workflow/perform.ts'
import { CHANGED } from '../cases/workflow/moveRequest.ts'
import { sectionsOf } from '../cases/form/progress.ts'
import { getCase, getJob, getOwner } from '../cases/workflow/queries.ts'
import { fits, moves, standsIn, type Move } from '../domain/workflow/status.ts'
import { asActor, type OwnerActor, type Tx } from '../db/actor.ts'
import { renumber, ROW_BUTTONS, takenOver, toValues } from '../domain/forms/repeatingGroups.ts'
import { crowded, withPastedRows } from '../domain/forms/pastedRows.ts'
import type { Finding } from '../domain/forms/definition.ts'
import type { Body } from '../domain/forms/values.ts'
import { Conflict } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { ownerSideOf } from '../web/guards.ts'
import { answered, keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { routes } from '../web/routes.ts'
import { receiveFiles } from '../web/uploads.ts'
import { render } from '../web/views.ts'
import { findingName, objections, overruled, paperFindings } from './findings.ts'
import { Rest } from './forms.ts'
import { blankError, paperForm, readPaper } from './readPaper.ts'
import { inSlot, unsavedFiles } from './register.ts'
import { readContext, termsOf } from '../domain/forms/terms.ts'

/** What comes back to, or is next from, an installer who is not here. */
export const standIn = routes('/owner/register/:ref', {
  for: 'owner',
  right: 'register',
  proof: 'cases that came on paper',
})

standIn.get('/', {}, async (req, res) => showForm(req, res, { form: emptyForm, blanks: [], said: [] }))

standIn.post('/', { reads: receiveFiles({ maxFiles: 30, maxSize: 20_000_000 }) }, async (req, res) => {
  const actor = ownerSideOf(req)
  const { ref } = CasePath.parse(req.params)
  const { t } = res.locals
  const rest = readForm(Rest, req.body)
  const files = (req.received ?? []).filter(({ size }) => size > 0)
  const outcome = await asActor(actor, async (tx) => {
    const before = await answered(tx, actor, keyOf(req))
    if (before !== null) return { location: before }
    const { kase, job, owner, move, definition } = await readCase(tx, actor, ref)
    const body = withPastedRows(definition, req.body as Body, kase.notice)
    const crowding = crowded(definition, req.body as Body, body, t)
    const again = (errors: Form['errors'], blanks: string[] = [], said: Finding[] = []) => ({
      form: { values: body, errors: { ...unsavedFiles(files, t), ...errors } },
      blanks,
      said,
    })
    if (ROW_BUTTONS.some((button) => body[button]) || Object.keys(crowding).length > 0) return again(crowding)
    if (!rest.ok) return again(rest.form.errors)
    const read = readPaper(definition, body, readContext(job, tx, t))
    const { blank_reason: reason, _seen: seen, _version: version } = rest.data
    if (Object.keys(read.errors).length > 0) return again(read.errors, read.blanks)
    const known = { ...kase.notice, ...kase.completion, ...read.answers }
    const said = await paperFindings(tx, { ...read, answers: known, kase, owner, job })
    const objected = objections(said, { seen, reason }, t)
    const errors = { ...objected.errors, ...blankError(read.blanks, reason, t) }
    if (objected.unread || Object.keys(errors).length > 0) return again(errors, read.blanks, said)
    const location = await once(tx, actor, keyOf(req), async () => {
      await perform(tx, actor, ref, move, {
        ...(version !== undefined && { version }),
        ...splitAnswers(kase, job, read.answers),
        comment: reason === '' ? null : reason,
        details: { blanks: read.blanks, overruled: overruled(said) },
        files: files.map(inSlot),
      })
      return `/cases/${ref}`
    })
    return { location }
  }).catch((error: unknown) => {
    if (!(error instanceof RefusedFiles)) throw error
    const errors = Object.fromEntries(Object.entries(error.errors).map(([name, message]) => [name, t(message)]))
    return { form: { values: req.body as Body, errors }, blanks: [], said: [] }
  })
  if ('form' in outcome) return showForm(req, res.status(422), outcome)
  flash(res, 'success', 'Skickat åt installatören.')
  res.redirect(303, outcome.location)
})

/** @throws NotFound, Conflict when there is nothing to fill in for anybody */
async function readCase(tx: Tx, actor: OwnerActor, ref: string) {
  const kase = await getCase(tx, ref)
  const move = moves.find((each): each is Move => standsIn(actor, kase, each) && fits(each, kase))
  if (!move) throw new Conflict(CHANGED)
  const job = await getJob(tx, kase)
  const owner = await getOwner(tx, kase.owner_id)
  return { kase, job, owner, move, definition: paperForm(kase, job) }
}

async function showForm(
  req: Request,
  res: Response,
  { form, blanks, said }: { form: Form; blanks: string[]; said: Finding[] },
) {
  const actor = ownerSideOf(req)
  const { ref } = CasePath.parse(req.params)
  const { t } = res.locals
  const { kase, job, definition, now } = await asActor(actor, async (tx) => ({
    ...(await readCase(tx, actor, ref)),
    now: tx.now,
  }))
  const answered = takenOver(definition, { ...kase.notice, ...kase.completion })
  const stored = renumber(definition, toValues(definition, answered), kase.notice)
  const values = Object.keys(form.values).length > 0 ? form.values : stored
  const { answers } = readPaper(definition, values, readContext(job, { now }, t))
  await render(res, 'manual-registration/form', {
    title: `${t('Fyll i åt installatören')} – ${kase.ref}`,
    kase,
    jobName: t(kase.job_name),
    companyName: kase.company_name,
    chosen: {},
    sections: sectionsOf(definition, answers, { values, errors: form.errors }),
    slots: definition.attachments,
    facility: null,
    ladder: termsOf(job).ladder,
    blanks,
    findings: said.map((finding) => ({ ...finding, name: findingName(finding) })),
    label: t('Skicka åt installatören'),
    form: { values, errors: form.errors },
    key: newKey(),
  })
}
