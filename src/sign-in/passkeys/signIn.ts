import type { Request, Response } from 'express'
import { z } from 'zod'
import { enter } from '../accounts/completeSignIn.ts'
import { record } from '../accounts/events.ts'
import { ownPath } from '../accounts/ownPath.ts'
import { countStepTry, stepOf, type Step } from '../accounts/signInSteps.ts'
import { countUse, networkOf } from '../../web/rateLimits.ts'
import { asSystem } from '../../db/actor.ts'
import { flash } from '../../web/flash.ts'
import { askWho, whoAnswers } from './answer.ts'
import { askForNew, keep } from './register.ts'
import { routes } from '../../web/routes.ts'

/**
 * Passkeys at the door: instead of name and password (/sign-in/passkey), as the second step after them, and set up where the
 * tenant demands a second step. Beside each stands what the browser is to ask the authenticator, fetched when it is pressed.
 */
export const passkeyDoor = routes('/sign-in', {
  for: 'anyone',
  proof: 'a step on the way to a session, with a proof of its own',
})

const QUARTER = 900
const NOT_IT = 'Passkeyn kunde inte användas. Försök igen, eller logga in på ett annat sätt.'

passkeyDoor.post('/passkey/options', {}, async (req, res) => {
  if ((await countUse('passkey', networkOf(req.ip ?? ''), 100, QUARTER)) > 0) {
    res.status(429).json({ error: res.locals.t('För många försök. Vänta en kvart.') })
    return
  }
  res.type('json').send(await askWho(res, null))
})

passkeyDoor.post('/passkey', {}, async (req, res) => {
  const { next } = z.object({ next: z.string().max(2000).catch('') }).parse(req.body)
  const userId = await whoAnswers(req, res, null)
  if (userId === null) {
    back(res, '/sign-in')
    return
  }
  // Something one has, opened by what one is or knows: both steps (ASVS 6.5, NIST 800-63B-4).
  await enter(req, res, { userId, method: 'passkey', secondDone: true, mustChange: false, next: ownPath(next) })
})

passkeyDoor.post('/second-step/passkey/options', {}, async (req, res) => {
  const step = await stepHere(req, res, 'second-step')
  if (step) res.type('json').send(await askWho(res, step.userId))
})

passkeyDoor.post('/second-step/passkey', {}, async (req, res) => {
  const step = await stepHere(req, res, 'second-step')
  if (!step) return
  if ((await whoAnswers(req, res, step.userId)) === null) {
    await countStepTry(req)
    await asSystem('auth', (tx) => record(tx, step.userId, 'wrong-code', { req, method: 'passkey' }))
    back(res, '/sign-in/second-step')
    return
  }
  await enter(req, res, { ...step, method: `${step.method}+passkey`, secondDone: true })
})

passkeyDoor.post('/enrol/passkey/options', {}, async (req, res) => {
  const step = await stepHere(req, res, 'enrol')
  if (step) res.type('json').send(await askForNew(res, await personAt(step)))
})

passkeyDoor.post('/enrol/passkey', {}, async (req, res) => {
  const step = await stepHere(req, res, 'enrol')
  if (!step) return
  if (!(await keep(req, res, step.userId))) {
    back(res, '/sign-in/enrol')
    return
  }
  await enter(req, res, { ...step, method: `${step.method}+passkey`, secondDone: true })
})

/** The step this browser stands at; without one it begins anew, also where a script asks. */
async function stepHere(req: Request, res: Response, wanted: Step['step']): Promise<Step | null> {
  const step = await stepOf(req, res, wanted)
  if (step) return step
  if (req.path.endsWith('/options')) res.status(409).json({ error: res.locals.t('Börja om från inloggningen.') })
  else res.redirect(303, '/sign-in')
  return null
}

async function personAt({ userId }: Step): Promise<{ id: number; username: string; name: string }> {
  return (await asSystem('auth', (tx) => tx('users').where({ id: userId }).first('id', 'username', 'name'))) as {
    id: number
    username: string
    name: string
  }
}

function back(res: Response, to: string): void {
  flash(res, 'error', NOT_IT)
  res.redirect(303, to)
}
