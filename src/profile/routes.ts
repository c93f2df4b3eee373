import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { choosingOf, errorsOf, setPassword } from '../sign-in/accounts/choosePassword.ts'
import { rulesFor } from '../sign-in/accounts/passwordRules.ts'
import { hashPassword } from '../sign-in/accounts/passwords.ts'
import { isProven, passwordMissing } from '../sign-in/accounts/recentProof.ts'
import { asActor, asSystem } from '../db/actor.ts'
import { parsePhone, showPhone } from '../domain/forms/identifiers/phone.ts'
import { mailChoices } from '../mail/choices.ts'
import { twoStep } from '../sign-in/two-step/routes.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, optionalIdentifier, readForm } from '../web/forms.ts'
import { actorOf, partyOf } from '../web/guards.ts'
import { longId } from '../web/ids.ts'
import { newKey } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { startSession } from '../sign-in/accounts/sessionCookie.ts'
import { render } from '../web/views.ts'
import { emailPages } from './email.ts'
import { proof } from './proof.ts'
import { getMyself, listSecurityEvents, pendingEmail } from './queries.ts'
import { sessions } from './sessions.ts'
import { startPagesFor } from './startPages.ts'

/** My profile, for everybody who is signed in: /profile */
export const profile = Router()

profile.use('/two-step', twoStep)
profile.use('/sessions', sessions)
profile.use('/email', emailPages)
profile.use('/mail', mailChoices)
profile.use('/proof', proof)

const About = z.object({
  name: z.string().trim().min(2, 'Ange ditt namn.').max(100, 'Namnet är för långt.'),
  phone: optionalIdentifier(parsePhone),
  locale: z.enum(['sv', 'en']).catch('sv'),
  start_page: z.string().default('/inbox'),
})

profile.get('/', async (req, res) => {
  const { name, phone, locale, start_page } = await getMyself(actorOf(req))
  const values = { name, phone: phone ? showPhone(phone) : '', locale, start_page }
  await showAbout(req, res, { values, errors: {} })
})

profile.post('/', async (req, res) => {
  const actor = partyOf(req)
  const input = readForm(About, req.body)
  if (!input.ok) return showAbout(req, res.status(422), input.form)
  const known = startPagesFor(actor, res.locals.t).some(({ path }) => path === input.data.start_page)
  const start_page = known ? input.data.start_page : '/inbox'
  await asActor(actor, (tx) =>
    tx('users')
      .where({ id: actor.userId })
      .update({ ...input.data, start_page }),
  )
  flash(res, 'success', 'Dina uppgifter är sparade.')
  res.redirect(303, '/profile')
})

async function showAbout(req: Request, res: Response, form: Form): Promise<void> {
  const actor = actorOf(req)
  const me = await getMyself(actor)
  await render(res, 'profile/about', {
    title: res.locals.t('Min profil'),
    form,
    key: newKey(),
    username: me.username,
    email: me.email,
    pending: await pendingEmail(actor.userId),
    startPages: startPagesFor(actor, res.locals.t),
  })
}

const Change = z.object({
  current: z.string().max(1000).default(''),
  password: z.string().max(1000).default(''),
  repeat: z.string().max(1000).default(''),
})

/** Who has no password yet has no present one to give: they show in another way that it is them. */
profile.use('/password', async (req, res, next) => {
  const { has_password: hasPassword } = await getMyself(actorOf(req))
  if (hasPassword || (await isProven(req))) next()
  else res.redirect(303, '/profile/proof?next=/profile/password')
})

profile.get('/password', async (req, res) => showPassword(req, res, emptyForm))

profile.post('/password', async (req, res) => {
  const { userId } = actorOf(req)
  const typed = Change.parse(req.body)
  const { has_password: hasPassword } = await getMyself(actorOf(req))
  const missing = hasPassword ? await passwordMissing(req, typed.current) : null
  if (missing !== null) return showPassword(req, res.status(422), { values: {}, errors: { current: missing } })
  const choosing = await choosingOf(userId)
  const errors = await errorsOf(typed, choosing, res.locals.t)
  if (Object.keys(errors).length > 0) return showPassword(req, res.status(422), { values: {}, errors })
  const hash = await hashPassword(typed.password)
  await asSystem('auth', (tx) => setPassword(tx, choosing, hash, req))
  // All sessions ended with the old password; this browser, where the person has just shown who they are, gets a new one.
  await startSession(req, res, userId, 'password')
  flash(res, 'success', 'Ditt nya lösenord gäller. Du är utloggad på alla andra enheter.')
  res.redirect(303, '/profile/password')
})

async function showPassword(req: Request, res: Response, form: Form): Promise<void> {
  const choosing = await choosingOf(actorOf(req).userId)
  const { password_changed_at: changedAt, has_password: hasPassword, username } = await getMyself(actorOf(req))
  const days = choosing.policy.max_age_days
  await render(res, 'profile/password', {
    title: res.locals.t('Byt lösenord'),
    form,
    key: newKey(),
    username,
    rules: await rulesFor('', choosing),
    hasPassword,
    changedAt,
    expiresOn: days !== null && changedAt ? new Date(changedAt.getTime() + days * 86_400_000) : null,
  })
}

profile.get('/history', async (req, res) => {
  const { before } = z.object({ before: longId().nullable().catch(null) }).parse(req.query)
  await render(res, 'profile/history', {
    title: res.locals.t('Inloggningar och ändringar'),
    ...(await listSecurityEvents(actorOf(req), before)),
  })
})
