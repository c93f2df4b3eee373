import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import { choosingOf, errorsOf, setPassword } from '../sign-in/accounts/choosePassword.ts'
import { rulesFor } from '../sign-in/accounts/passwordRules.ts'
import { hashPassword } from '../sign-in/accounts/passwords.ts'
import { changeName } from '../sign-in/accounts/names.ts'
import { countUse } from '../web/rateLimits.ts'
import { isProven, passwordMissing } from '../sign-in/accounts/recentProof.ts'
import { asActor, asSystem } from '../db/actor.ts'
import { parsePhone, showPhone } from '../domain/forms/identifiers/phone.ts'
import { flash } from '../web/flash.ts'
import { plainFormPage } from '../web/formPage.ts'
import { emptyForm, optionalIdentifier } from '../web/forms.ts'
import { actorOf } from '../web/guards.ts'
import { longId } from '../web/ids.ts'
import { personName } from '../web/names.ts'
import { newKey } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { startSession } from '../sign-in/accounts/sessionCookie.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { confirmation, emailPages } from './email.ts'
import { proof } from './proof.ts'
import { getMyself, listSecurityEvents, pendingEmail } from './queries.ts'
import { sessions } from './sessions.ts'
import { startPagesFor } from './startPages.ts'
import { wayBack } from './wayBack.ts'

/** My profile, for everybody who is signed in: /profile */
export const profile = routes('/profile', { for: 'self' }).use(sessions, emailPages, confirmation, wayBack, proof)

/** Each is mailed to all administrators. */
const RENAMES = 5
const DAY = 86_400

const About = z.object({
  name: personName('Ange ditt namn.'),
  phone: optionalIdentifier(parsePhone),
  locale: z.enum(['sv', 'en']).catch('sv'),
  start_page: z.string().default('/inbox'),
})

const about = plainFormPage({
  actor: actorOf,
  view: 'profile/about',
  schema: About,
  load: ({ actor }) => getMyself(actor),
  values: ({ name, phone, locale, start_page }) => ({ name, phone: phone ? showPhone(phone) : '', locale, start_page }),
  draw: async ({ actor, res, t }, me) => ({
    title: t('Min profil'),
    username: me.username,
    email: me.email,
    pending: await pendingEmail(actor.userId),
    startPages: startPagesFor(actor, res.locals.may, t),
  }),
  save: async ({ actor, req, res, t, base }, data) => {
    const known = startPagesFor(actor, res.locals.may, t).some(({ path }) => path === data.start_page)
    const { name, ...rest } = data
    if (name !== actor.name && (await countUse('rename', String(actor.userId), RENAMES, DAY)) > 0)
      return { errors: { name: 'Du har ändrat namnet flera gånger idag. Vänta till i morgon.' }, status: 429 }
    const row = { ...rest, start_page: known ? data.start_page : '/inbox' }
    await asActor(actor, (tx) => tx('users').where({ id: actor.userId }).update(row))
    await asSystem('auth', (tx) => changeName(tx, actor.userId, name, { req }))
    return { to: base, said: 'Dina uppgifter är sparade.' }
  },
})

profile.get('/', {}, about.show)
profile.post('/', { for: 'party', right: 'none', proof: 'nothing of it is what one signs in with' }, about.save)

const Change = z.object({
  current: z.string().max(1000).default(''),
  password: z.string().max(1000).default(''),
  repeat: z.string().max(1000).default(''),
})

const OWN_PASSWORD = 'asks for the present password itself; who has none proves it on the page before'

/** Who has no password yet has no present one to give: they show in another way that it is them. */
const provesFirst: RequestHandler = async (req, res, next) => {
  const { has_password: hasPassword } = await getMyself(actorOf(req))
  if (hasPassword || (await isProven(req))) next()
  else res.redirect(303, '/profile/proof?next=/profile/password')
}

profile.get('/password', {}, provesFirst, async (req, res) => showPassword(req, res, emptyForm))

profile.post('/password', { proof: OWN_PASSWORD }, provesFirst, async (req, res) => {
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

profile.get('/history', {}, async (req, res) => {
  const { before } = z.object({ before: longId().nullable().catch(null) }).parse(req.query)
  await render(res, 'profile/history', {
    title: res.locals.t('Inloggningar och ändringar'),
    ...(await listSecurityEvents(actorOf(req), before)),
  })
})
