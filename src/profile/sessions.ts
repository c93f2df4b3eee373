import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { record } from '../accounts/events.ts'
import { proofMissing } from '../accounts/proof.ts'
import { asSystem } from '../db/actor.ts'
import { flash } from '../web/flash.ts'
import { emptyForm } from '../web/forms.ts'
import { actorOf } from '../web/guards.ts'
import { longId } from '../web/ids.ts'
import { newKey } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { render } from '../web/views.ts'
import { endSessions, getMyself, listSessions } from './queries.ts'

/** Where I am signed in, and *sign out there*: /profile/sessions */
export const sessions = Router()

sessions.get('/', async (req, res) => showSessions(req, res, emptyForm))

const End = z.object({
  /** One session's id, or all the others. */
  which: z.union([z.literal('others'), longId()]).catch('others'),
  current: z.string().max(1000).default(''),
})

sessions.post('/', async (req, res) => {
  const { userId } = actorOf(req)
  const { which, current } = End.parse(req.body)
  const missing = await proofMissing(req, current)
  if (missing !== null) return showSessions(req, res.status(422), { values: {}, errors: { current: missing } })
  const mine = req.session!.id
  const ended = await endSessions(userId, which === 'others' ? { allBut: mine } : { id: which })
  if (ended > 0) await asSystem('auth', (tx) => record(tx, userId, 'sessions-ended', { req }))
  flash(res, 'success', 'En enhet är utloggad.|{n} enheter är utloggade.', { n: ended })
  res.redirect(303, '/profile/sessions')
})

async function showSessions(req: Request, res: Response, form: Form): Promise<void> {
  const actor = actorOf(req)
  const current = req.session!.id
  await render(res, 'profile/sessions', {
    title: res.locals.t('Enheter där du är inloggad'),
    form,
    key: newKey(),
    sessions: await listSessions(actor.userId, current),
    current,
    hasPassword: (await getMyself(actor)).has_password,
  })
}
