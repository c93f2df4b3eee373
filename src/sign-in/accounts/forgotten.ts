import { Router, type Response } from 'express'
import { z } from 'zod'
import { asSystem } from '../../db/actor.ts'
import { emptyForm, readForm } from '../../web/forms.ts'
import { newKey } from '../../web/once.ts'
import type { Form } from '../../web/pages.ts'
import { render } from '../../web/views.ts'
import { countUse, networkOf } from './throttle.ts'

/** A forgotten password, as far as the one who asks can see: /password/forgotten */
export const forgotten = Router()

const HOUR = 3600
const Forgotten = z.object({
  username: z.string().trim().min(1, 'Ange ditt användarnamn.').max(200, 'Ange ditt användarnamn.'),
})

forgotten.get('/password/forgotten', async (_req, res) => showForgotten(res, emptyForm))

// One answer for all: the name only goes on the queue, and the worker knows whether it is anybody's (reset.ts).
forgotten.post('/password/forgotten', async (req, res) => {
  const input = readForm(Forgotten, req.body)
  if (!input.ok) return showForgotten(res.status(422), input.form)
  const username = input.data.username.toLowerCase()
  const wait = await countUse('reset-from', networkOf(req.ip ?? ''), 20, HOUR)
  if (wait > 0) {
    const message = res.locals.t('För många försök. Vänta {n} minut.|För många försök. Vänta {n} minuter.', {
      n: Math.ceil(wait / 60),
    })
    res.status(429).set('Retry-After', String(wait))
    return showForgotten(res, { values: { username }, errors: { username: message } })
  }
  // Nobody's mailbox is filled by another's asking: beyond the third in an hour nothing is sent, and nothing else differs.
  const tooMany = await countUse('reset-of', username, 3, HOUR)
  await asSystem('auth', async (tx) => {
    if (tooMany === 0) await tx.raw('select app.enqueue_reset(?)', [username])
  })
  res.redirect(303, '/password/sent')
})

forgotten.get('/password/sent', async (_req, res) => {
  await render(res, 'sign-in/reset-sent', { title: res.locals.t('Titta i din e-post') })
})

async function showForgotten(res: Response, form: Form): Promise<void> {
  await render(res, 'sign-in/forgotten', { title: res.locals.t('Glömt lösenord'), form, key: newKey() })
}
