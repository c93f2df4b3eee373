import type { Request, Response } from 'express'
import { asActor } from '../db/actor.ts'
import { actorOf } from '../web/guards.ts'
import type { Form } from '../web/pages.ts'
import { render } from '../web/views.ts'
import { CasePath } from './forms.ts'
import { markRead } from '../notes/queries.ts'
import { readCasePage } from './show.ts'

/** The case page; with `form` when a decision came back with errors, so that nothing typed is lost. */
export async function showCase(req: Request, res: Response, form: Form): Promise<void> {
  const { ref } = CasePath.parse(req.params)
  const actor = actorOf(req)
  const page = await asActor(actor, async (tx) => {
    const page = await readCasePage(tx, actor, ref, res.locals.t, form)
    const newest = page.notes.find((note) => note.isNew)
    if (newest) await markRead(tx, actor, newest)
    return page
  })
  await render(res, 'cases/show', page)
}
