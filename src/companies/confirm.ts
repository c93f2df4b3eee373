import type { Request } from 'express'
import { z } from 'zod'
import { countUse, networkOf } from '../web/rateLimits.ts'
import { showSpent } from '../sign-in/accounts/spentLink.ts'
import { isToken } from '../sign-in/accounts/tokens.ts'
import { asSystem } from '../db/actor.ts'
import { flash } from '../web/flash.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { tellCompany, tellDenied, tellOwner } from './letters.ts'
import { answerRegister, readQuestion, type Question } from './register.ts'

/** Is it you who apply? Where the mail to an address in the register leads: /register/confirm/:token */
export const confirmApplication = routes('/register/confirm', {
  for: 'anyone',
  proof: 'the link is the proof: it was sent to the address in the register',
})

confirmApplication.get('/:token', {}, async (req, res) => {
  const question = await questionOf(req)
  if (!question) return showSpent(res)
  await render(res, 'registration/confirm', {
    title: res.locals.t('Är det ni som ansöker?'),
    action: `/register/confirm/${req.params.token}`,
    ...question,
  })
})

const Answer = z.object({ answer: z.enum(['yes', 'no']) })

// Spent by this, not by being opened, as an invitation is.
confirmApplication.post('/:token', {}, async (req, res) => {
  const typed = Answer.safeParse(req.body)
  const question = typed.success ? await questionOf(req) : undefined
  if (!typed.success || !question) return showSpent(res)
  const yes = typed.data.answer === 'yes'
  const admitted = await asSystem('auth', async (tx) => {
    const admitted = await answerRegister(tx, req.params.token, yes)
    if (admitted) {
      await tellCompany(tx, question, 'approved')
      await tellOwner(tx, question, 'confirmed')
    } else if (admitted === false && !yes) await tellDenied(tx, question)
    return admitted
  })
  if (admitted === null) return showSpent(res)
  if (!yes) flash(res, 'success', 'Tack. Nätbolaget har fått veta att ansökan inte är er.')
  else if (admitted) flash(res, 'success', 'Tack. Företaget är godkänt och får besked med mejl.')
  else flash(res, 'success', 'Tack. Nätbolaget svarar på ansökan.')
  res.redirect(303, '/sign-in')
})

async function questionOf(req: Request<{ token: string }>): Promise<Question | undefined> {
  const { token } = req.params
  if (!isToken(token) || (await countUse('register-question', networkOf(req.ip ?? ''), 100, 3600)) > 0) return undefined
  return asSystem('auth', (tx) => readQuestion(tx, token))
}
