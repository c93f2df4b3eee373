import type { Request, Response } from 'express'
import { z } from 'zod'
import { enter } from '../accounts/completeSignIn.ts'
import { record } from '../accounts/events.ts'
import { countStepTry, endOtherSteps, stepOf, type Step } from '../accounts/signInSteps.ts'
import { asSystem } from '../../db/actor.ts'
import { listPasskeys } from '../passkeys/queries.ts'
import { emptyForm } from '../../web/forms.ts'
import { newKey } from '../../web/once.ts'
import type { Form } from '../../web/pages.ts'
import { routes } from '../../web/routes.ts'
import { render } from '../../web/views.ts'
import { sendQr } from './qr.ts'
import { standingOf, tellOfChange } from './queries.ts'
import { renewCodes, takeRecoveryCode } from './recovery.ts'
import { setupOf, takeCode } from './totp.ts'
import { codeWasRight, countCode } from './tries.ts'

/** The second step at sign-in: /sign-in/second-step, and setting it up where the tenant demands it: /sign-in/enrol */
export const secondStep = routes('/sign-in', {
  for: 'anyone',
  proof: 'a step on the way to a session, with a proof of its own',
})

const Code = z.object({ code: z.string().max(100).default('') })

secondStep.get('/second-step', {}, async (req, res) => {
  const step = await stepOf(req, res, 'second-step')
  if (!step) {
    res.redirect(303, '/sign-in')
    return
  }
  await showCode(res, step, emptyForm)
})

secondStep.post('/second-step', {}, async (req, res) => {
  const step = await stepOf(req, res, 'second-step')
  if (!step) {
    res.redirect(303, '/sign-in')
    return
  }
  const { code } = Code.parse(req.body)
  const again = (message: string) => showCode(res, step, { values: {}, errors: { code: message } })
  const wait = await countCode(step.userId, req.ip ?? '')
  if (wait > 0) {
    res.status(429).set('Retry-After', String(wait))
    return again(tooMany(wait))
  }
  if (!(await proves(req, step, code))) {
    await countStepTry(req)
    res.status(422)
    return again('Koden stämmer inte, eller är redan använd. Vänta på nästa.')
  }
  await codeWasRight(step.userId, req.ip ?? '')
  await enter(req, res, { ...step, method: `${step.method}+code`, secondDone: true })
})

const tooMany = (wait: number) =>
  wait <= 900
    ? 'För många försök. Vänta en kvart.'
    : 'För många försök i dag. Använd en passkey, eller vänta till i morgon.'

/** A code from the app, or one of the recovery codes: either once. What came of it is kept. */
function proves(req: Request, { userId }: Step, code: string): Promise<boolean> {
  return asSystem('auth', async (tx) => {
    if (await takeCode(tx, userId, code)) return true
    const recovered = await takeRecoveryCode(tx, userId, code)
    await record(tx, userId, recovered ? 'recovery-used' : 'wrong-code', { req })
    return recovered
  })
}

async function showCode(res: Response, { userId }: Step, form: Form): Promise<void> {
  const has = await asSystem('auth', async (tx) => ({
    hasCode: (await standingOf(tx, userId)).since !== null,
    hasPasskey: (await listPasskeys(tx, userId)).length > 0,
  }))
  await render(res, 'sign-in/second-step', { title: res.locals.t('Tvåstegsinloggning'), form, key: newKey(), ...has })
}

secondStep.get('/enrol', {}, async (req, res) => {
  const step = await stepOf(req, res, 'enrol')
  if (!step) {
    res.redirect(303, '/sign-in')
    return
  }
  await showEnrol(res, step, emptyForm)
})

secondStep.get('/enrol/qr.svg', {}, async (req, res) => {
  const step = await stepOf(req, res, 'enrol')
  if (!step) {
    res.redirect(303, '/sign-in')
    return
  }
  await sendQr(res, step.userId)
})

secondStep.post('/enrol', {}, async (req, res) => {
  const step = await stepOf(req, res, 'enrol')
  if (!step) {
    res.redirect(303, '/sign-in')
    return
  }
  const { code } = Code.parse(req.body)
  const wait = await countCode(step.userId, req.ip ?? '')
  if (wait > 0) {
    res.status(429).set('Retry-After', String(wait))
    return showEnrol(res, step, { values: {}, errors: { code: tooMany(wait) } })
  }
  const codes = await asSystem('auth', async (tx) => {
    if (!(await takeCode(tx, step.userId, code, true))) return null
    await endOtherSteps(tx, req, step.userId)
    await record(tx, step.userId, 'two-step-on', { req })
    await tellOfChange(tx, step.userId, true)
    return renewCodes(tx, step.userId)
  })
  if (codes === null) {
    await countStepTry(req)
    return showEnrol(res.status(422), step, {
      values: {},
      errors: { code: 'Koden stämmer inte. Kontrollera klockan i telefonen.' },
    })
  }
  await codeWasRight(step.userId, req.ip ?? '')
  // Signed in by now: the codes are shown on the page that one lands on, once.
  await render(res, 'sign-in/enrolled', {
    title: res.locals.t('Spara dina återställningskoder'),
    form: emptyForm,
    key: newKey(),
    codes,
  })
})

secondStep.post('/enrol/done', {}, async (req, res) => {
  const step = await stepOf(req, res, 'enrol')
  if (!step) {
    res.redirect(303, '/sign-in')
    return
  }
  const { since } = await asSystem('auth', (tx) => standingOf(tx, step.userId))
  if (!since) {
    res.redirect(303, '/sign-in/enrol')
    return
  }
  await enter(req, res, { ...step, method: `${step.method}+code`, secondDone: true })
})

async function showEnrol(res: Response, step: Step, form: Form): Promise<void> {
  const setup = await asSystem('auth', async (tx) =>
    setupOf(tx, step.userId, (await standingOf(tx, step.userId)).username),
  )
  await render(res, 'sign-in/enrol', {
    title: res.locals.t('Skydda ditt konto'),
    form,
    key: newKey(),
    secret: setup.key,
  })
}
