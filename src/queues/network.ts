import { Router, type Request, type Response } from 'express'
import { CasePath } from '../cases/workflow/forms.ts'
import { prefill } from '../cases/page/consentPrefill.ts'
import { standingProposal } from '../cases/workflow/fourEyes.ts'
import { getCase, getJob, insertEvent, lockCase } from '../cases/workflow/queries.ts'
import { asActor, type OwnerActor, type Tx } from '../db/actor.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import type { Answers } from '../domain/forms/definition.ts'
import { changesBetween } from '../domain/forms/present.ts'
import { schemaFor } from '../domain/forms/schema.ts'
import { Conflict } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { ownerSideOf } from '../web/guards.ts'
import { newKey } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { render } from '../web/views.ts'
import { readContext, termsOf } from '../domain/forms/terms.ts'

/** Mounted at /owner/preparation/:ref/network: what beredning has found, ready for the one who decides. */
export const network = Router({ mergeParams: true })

network.get('/', async (req, res) => showForm(req, res, emptyForm))

network.post('/', async (req, res) => {
  const actor = ownerSideOf(req)
  const { ref } = CasePath.parse(req.params)
  const { t } = res.locals
  const errors = await asActor(actor, async (tx) => {
    const { kase, job, internal } = await readNetwork(tx, ref, lockCase)
    const context = readContext(job, tx, t)
    const read = readForm(schemaFor(job.consent, 'draft', context), req.body)
    if (!read.ok) return read.form.errors
    const changes = changesBetween(job.consent, internal, read.data, t)
    if (changes.length > 0) await keep(tx, actor, kase, read.data, changes)
    return null
  })
  if (errors) return showForm(req, res.status(422), { values: { ...(req.body as Form['values']) }, errors })
  flash(res, 'success', 'Nätuppgifterna är sparade. De står ifyllda när någon godkänner.')
  res.redirect(303, '/owner/preparation')
})

/** Of the owner alone until somebody approves: then the decision says what goes to the installer. */
async function keep(tx: Tx, actor: OwnerActor, kase: CaseRow, consent: Answers, changes: object[]): Promise<void> {
  const row = { case_id: kase.id, owner_id: kase.owner_id, sent: kase.sent, consent: JSON.stringify(consent) }
  if (await standingProposal(tx, kase)) {
    throw new Conflict('Ett godkännande är föreslaget och väntar på bekräftelse. Det måste dras tillbaka först.')
  }
  await tx('case_internals').insert(row).onConflict('case_id').merge(['consent'])
  // Whoever has the case open decides on what stood there: the decision is asked to look again.
  await tx('cases')
    .where({ id: kase.id })
    .update({ version: kase.version + 1, last_event_at: tx.now })
  await insertEvent(tx, kase, actor, {
    action: 'network-prepared',
    audience: 'owner',
    details: { changes } as never,
  })
}

/** @throws Conflict for a case that waits for no consent */
async function readNetwork(tx: Tx, ref: string, find: typeof getCase = getCase) {
  const kase = await find(tx, ref)
  if (kase.flow !== 'F' || kase.status !== 'submitted') throw new Conflict('Ärendet väntar inte på nätuppgifter.')
  const row = await tx('case_internals').where({ case_id: kase.id }).first('consent')
  return {
    kase,
    job: await getJob(tx, kase),
    internal: row?.consent ?? {},
  }
}

async function showForm(req: Request, res: Response, form: Form): Promise<void> {
  const { ref } = CasePath.parse(req.params)
  const { t } = res.locals
  const { kase, job, internal } = await asActor(ownerSideOf(req), (tx) => readNetwork(tx, ref))
  const known = prefill(job, { kase, internal, proposal: null, earlier: null }, t)
  const typed = Object.keys(form.values).length > 0
  await render(res, 'queues/network', {
    title: `${t('Nätuppgifter')} – ${kase.number}`,
    kase,
    sections: job.consent.sections,
    ladder: termsOf(job).ladder,
    form: { ...form, values: typed ? form.values : known.values },
    key: newKey(),
  })
}
