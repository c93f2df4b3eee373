import type { Request, Response } from 'express'
import { asActor } from '../../db/actor.ts'
import { actorOf } from '../../web/guards.ts'
import { allowEmbedding } from '../../web/headers.ts'
import { takeKept } from '../../web/kept.ts'
import type { Form } from '../../web/pages.ts'
import { render } from '../../web/views.ts'
import { conflictOf, type Refused } from './conflict.ts'
import { CasePath } from '../workflow/forms.ts'
import { getJob, listEvents } from '../workflow/queries.ts'
import { readCasePage } from './readCasePage.ts'
import { viewerOf } from './attachmentViewer.ts'

/**
 * The case page; with `form` when a decision came back with errors, so that nothing typed is lost, and with `refused`
 * when it could not be made as the case stands now.
 */
export async function showCase(req: Request, res: Response, form: Form, refused?: Refused): Promise<void> {
  const { ref } = CasePath.parse(req.params)
  const actor = actorOf(req)
  const { t } = res.locals
  const page = await asActor(actor, async (tx) => {
    const page = await readCasePage(tx, actor, ref, t, form)
    if (!refused) return page
    const events = await listEvents(tx, page.kase.id)
    const about = { kase: page.kase, actor, events, job: await getJob(tx, page.kase), owner: page.ownerName }
    const { decision } = page
    const isShown = [decision?.approve.move, decision?.reject.move].includes(refused.move)
    return { ...page, conflict: conflictOf(refused, about, isShown, t) }
  })
  // What was written of a decision that is not to be made any longer is shown above the page instead.
  if (page.decision) takeKept(req, res)
  allowEmbedding(res)
  const files = [...page.files.installer, ...page.files.owner]
  await render(res, 'cases/show', { ...page, viewer: actor.support ? null : viewerOf(ref, files, req.query['file']) })
}
