import type { Request, Response } from 'express'
import { asActor } from '../db/actor.ts'
import { actorOf } from '../web/guards.ts'
import type { Form } from '../web/pages.ts'
import { render } from '../web/views.ts'
import { consentValues } from './decision.ts'
import { CasePath } from './forms.ts'
import { getJob } from './queries.ts'
import { readCasePage } from './show.ts'

/** The case page; with `form` when a decision came back with errors, so that nothing typed is lost. */
export async function showCase(req: Request, res: Response, form: Form): Promise<void> {
  const { ref } = CasePath.parse(req.params)
  const actor = actorOf(req)
  const page = await asActor(actor, async (tx) => {
    const shown = await readCasePage(tx, actor, ref, res.locals.t, form)
    if (shown.decision?.approve.move !== 'approve') return shown
    // What was typed goes before what is known: a rejection that came back leaves the approval filled in.
    const known = consentValues(await getJob(tx, shown.kase), shown.kase)
    return { ...shown, form: { ...form, values: { ...known, ...form.values } } }
  })
  await render(res, 'cases/show', page)
}
