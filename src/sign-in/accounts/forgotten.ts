import { z } from 'zod'
import { asSystem } from '../../db/actor.ts'
import { plainFormPage } from '../../web/formPage.ts'
import { routes } from '../../web/routes.ts'
import { render } from '../../web/views.ts'
import { countUse, networkOf } from '../../web/rateLimits.ts'

/** A forgotten password, as far as the one who asks can see: /password/forgotten */
export const forgotten = routes('/password', { for: 'anyone', proof: 'before there is a session; answered by mail' })

const HOUR = 3600
const Forgotten = z.object({
  username: z.string().trim().min(1, 'Ange ditt användarnamn.').max(200, 'Ange ditt användarnamn.'),
})

// One answer for all: the name only goes on the queue, and the worker knows whether it is anybody's (reset.ts).
forgotten.form(
  '/forgotten',
  {},
  plainFormPage({
    actor: () => null,
    view: 'sign-in/forgotten',
    schema: Forgotten,
    load: () => null,
    draw: ({ t }) => ({ title: t('Glömt lösenord') }),
    check: async ({ req, res, t }) => {
      const wait = await countUse('reset-from', networkOf(req.ip ?? ''), 20, HOUR)
      if (wait === 0) return null
      res.set('Retry-After', String(wait))
      const said = t('För många försök. Vänta {n} minut.|För många försök. Vänta {n} minuter.', {
        n: Math.ceil(wait / 60),
      })
      return { errors: { username: said }, status: 429 }
    },
    save: async (_at, { username: typed }) => {
      const username = typed.toLowerCase()
      // Nobody's mailbox is filled by another's asking: beyond the third in an hour nothing is sent, and nothing else differs.
      const tooMany = await countUse('reset-of', username, 3, HOUR)
      await asSystem('auth', async (tx) => {
        if (tooMany === 0) await tx.raw('select app.enqueue_reset(?)', [username])
      })
      return { to: '/password/sent' }
    },
  }),
)

forgotten.get('/sent', {}, async (_req, res) => {
  await render(res, 'sign-in/reset-sent', { title: res.locals.t('Titta i din e-post') })
})
