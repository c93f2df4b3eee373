import type { Request, Response } from 'express'
import { z } from 'zod'
import { tellAdminsOfOwn } from '../accounts/alerts.ts'
import { record } from '../accounts/events.ts'
import { asksProof, isProven } from '../accounts/recentProof.ts'
import { endOtherSteps } from '../accounts/signInSteps.ts'
import { asSystem } from '../../db/actor.ts'
import { flash } from '../../web/flash.ts'
import { emptyForm } from '../../web/forms.ts'
import { actorOf } from '../../web/guards.ts'
import { newKey } from '../../web/once.ts'
import type { Form } from '../../web/pages.ts'
import { routes } from '../../web/routes.ts'
import { render } from '../../web/views.ts'
import { listPasskeys } from '../passkeys/queries.ts'
import { deviceOf } from '../../profile/devices.ts'
import { getMyself } from '../../profile/queries.ts'
import { sendQr } from './qr.ts'
import { standingOf, tellOfChange } from './queries.ts'
import { codesLeft, renewCodes } from './recovery.ts'
import { setupOf, takeCode } from './totp.ts'

/** One's own second step: /profile/two-step. */
export const twoStep = routes('/profile/two-step', { for: 'self', proof: asksProof() })

const Posted = z.object({ code: z.string().max(100).default('') })

twoStep.get('/', {}, async (req, res) => showPage(req, res, emptyForm, null))
twoStep.get('/qr.svg', {}, async (req, res) => sendQr(res, actorOf(req).userId))

twoStep.post('/', {}, async (req, res) => {
  const { userId } = actorOf(req)
  const { code } = Posted.parse(req.body)
  const codes = await asSystem('auth', async (tx) => {
    if (!(await takeCode(tx, userId, code, true))) return null
    await endOtherSteps(tx, req, userId)
    await record(tx, userId, 'two-step-on', { req })
    await tellOfChange(tx, userId, true)
    // Who is inside elsewhere came in by one step.
    await tx('sessions').where({ user_id: userId }).whereNot({ id: req.session!.id }).delete()
    return renewCodes(tx, userId)
  })
  if (codes === null) {
    const errors = { code: 'Koden stämmer inte. Kontrollera klockan i telefonen.' }
    return showPage(req, res.status(422), { values: {}, errors }, null)
  }
  await showPage(req, res, emptyForm, codes)
})

twoStep.post('/codes', {}, async (req, res) => {
  const { userId } = actorOf(req)
  const codes = await asSystem('auth', async (tx) => {
    if (!(await standingOf(tx, userId)).since) return null
    await record(tx, userId, 'recovery-renewed', { req })
    return renewCodes(tx, userId)
  })
  await showPage(req, res, emptyForm, codes)
})

twoStep.post('/off', {}, async (req, res) => {
  const { userId, name } = actorOf(req)
  const isOff = await asSystem('auth', async (tx) => {
    const { required } = await standingOf(tx, userId)
    if (required && (await listPasskeys(tx, userId)).length === 0) return false
    await tx('totp_secrets').where({ user_id: userId }).delete()
    await tx('recovery_codes').where({ user_id: userId }).delete()
    await tx('sessions').where({ user_id: userId }).whereNot({ id: req.session!.id }).delete()
    await record(tx, userId, 'two-step-off', { req })
    await tellAdminsOfOwn(tx, req, (t) => t('Tvåstegsinloggningen för {person} är borttagen', { person: name }))
    await tellOfChange(tx, userId, false)
    return true
  })
  if (isOff) flash(res, 'success', 'Tvåstegsinloggning är av. Du är utloggad på alla andra enheter.')
  else flash(res, 'error', 'Din administratör har bestämt att alla ska ha ett andra steg.')
  res.redirect(303, '/profile/two-step')
})

async function showPage(req: Request, res: Response, form: Form, codes: string[] | null): Promise<void> {
  const actor = actorOf(req)
  const { has_password: hasPassword } = await getMyself(actor)
  const proven = await isProven(req)
  const page = await asSystem('auth', async (tx) => {
    const standing = await standingOf(tx, actor.userId)
    const secret = standing.since ? null : (await setupOf(tx, actor.userId, standing.username)).key
    return {
      since: standing.since,
      required: standing.required,
      secret,
      left: await codesLeft(tx, actor.userId),
      passkeys: await listPasskeys(tx, actor.userId),
    }
  })
  await render(res, 'profile/two-step', {
    title: res.locals.t('Tvåstegsinloggning'),
    form,
    key: newKey(),
    asksPassword: hasPassword && !proven,
    mustProve: !hasPassword && !proven,
    codes,
    device: deviceOf(req.headers['user-agent'] ?? null).system ?? res.locals.t('Min enhet'),
    ...page,
  })
}
