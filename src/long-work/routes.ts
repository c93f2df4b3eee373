import type { Response } from 'express'
import { z } from 'zod'
import { asActor } from '../db/actor.ts'
import { flash } from '../web/flash.ts'
import { partyOf } from '../web/guards.ts'
import { longId } from '../web/ids.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { cancelWork, getWork, isGoing, type Asker, type WorkKind } from './work.ts'

/** How one's own long work goes: /work/:id. It can be left and come back to, for a day. */
export const longWork = routes('/work', { for: 'party', right: 'read', proof: 'one’s own long work' })

const WorkPath = z.object({ id: longId() })

longWork.get('/:id', {}, async (req, res) => {
  const { id } = WorkPath.parse(req.params)
  await showWork(res, partyOf(req), id)
})

longWork.post('/:id/cancel', {}, async (req, res) => {
  const { id } = WorkPath.parse(req.params)
  const address = await asActor(partyOf(req), (tx) => cancelWork(tx, id))
  flash(res, 'info', 'Det är avbrutet.')
  res.redirect(303, address)
})

const TITLES: Record<WorkKind, string> = {
  export: 'Exportera',
  facilities: 'Läs in ett register',
  people: 'Användare från en fil',
  trial: 'Prov på tidigare ärenden',
}

/** The page of a piece of work, whichever kind; what is ready leads on to what came of it. */
export async function showWork(res: Response, actor: Asker, id: number): Promise<void> {
  const { work, ahead } = await asActor(actor, (tx) => getWork(tx, id))
  const { t } = res.locals
  if (work.status === 'ready' && work.result?.to !== undefined) {
    flash(res, 'success', work.result.said, work.result.params)
    res.redirect(303, work.result.to)
    return
  }
  const going = isGoing(work)
  // Asks again, with or without script, until it is done.
  if (going) res.set('Refresh', '2')
  const said = work.result ? t(work.result.said, work.result.params) : null
  await render(res, 'long-work/progress', { title: t(TITLES[work.kind]), work, going, ahead, said })
}
