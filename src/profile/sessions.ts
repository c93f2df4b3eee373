import type { Request, Response } from 'express'
import { z } from 'zod'
import { tellAdminsOfOwn } from '../sign-in/accounts/alerts.ts'
import { record } from '../sign-in/accounts/events.ts'
import { asksProof, isProven } from '../sign-in/accounts/recentProof.ts'
import { asSystem } from '../db/actor.ts'
import { flash } from '../web/flash.ts'
import { actorOf } from '../web/guards.ts'
import { emptyForm } from '../web/forms.ts'
import { newKey } from '../web/once.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { endSessions, getMyself, listSessions } from './queries.ts'
import { longId } from '../web/ids.ts'

/** Where I am signed in, and *sign out there*: /profile/sessions */
export const sessions = routes('/profile/sessions', { for: 'self', proof: asksProof() })

sessions.get('/', {}, showSessions)

const End = z.object({
  /** One session's id, or all the others. */
  which: z.union([z.literal('others'), longId()]).catch('others'),
})

sessions.post('/', {}, async (req, res) => {
  const { userId, name, isAdmin, side } = actorOf(req)
  const { which } = End.parse(req.body)
  const mine = req.session!.id
  const ended = await endSessions(userId, which === 'others' ? { allBut: mine } : { id: which })
  if (ended > 0) {
    await asSystem('auth', async (tx) => {
      await record(tx, userId, 'sessions-ended', { req })
      // Others' own devices are their own affair; an administrator's account is everybody's.
      if (isAdmin || side === 'operator')
        await tellAdminsOfOwn(tx, req, (t) => t('{person} är utloggad på andra enheter', { person: name }))
    })
  }
  flash(res, 'success', 'En enhet är utloggad.|{n} enheter är utloggade.', { n: ended })
  res.redirect(303, '/profile/sessions')
})

async function showSessions(req: Request, res: Response): Promise<void> {
  const actor = actorOf(req)
  const current = req.session!.id
  await render(res, 'profile/sessions', {
    title: res.locals.t('Enheter där du är inloggad'),
    form: emptyForm,
    key: newKey(),
    sessions: await listSessions(actor.userId, current),
    current,
    asksPassword: (await getMyself(actor)).has_password && !(await isProven(req)),
  })
}
