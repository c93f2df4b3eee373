import type { Request, Response } from 'express'
import { z } from 'zod'
import { asSystem } from '../../db/actor.ts'
import { NotFound } from '../../web/errors.ts'
import { emptyForm } from '../../web/forms.ts'
import { flash } from '../../web/flash.ts'
import type { Form } from '../../web/pages.ts'
import { newKey } from '../../web/once.ts'
import { routes } from '../../web/routes.ts'
import { render } from '../../web/views.ts'
import { choosingOf, errorsOf, setPassword, type Choosing } from './choosePassword.ts'
import { enter } from './completeSignIn.ts'
import { rulesFor } from './passwordRules.ts'
import { hashPassword } from './passwords.ts'
import { spendStep, stepOf } from './signInSteps.ts'
import { showSpent } from './spentLink.ts'
import { countUse } from '../../web/rateLimits.ts'
import { hashOf, isToken } from './tokens.ts'

/** A new password: after a temporary or expired one, from an invitation's link; and its rules. */
export const passwordRoutes = routes('/', {
  for: 'anyone',
  proof: 'before there is a session; at a step, or by the link that was sent to the mailbox',
})

const NewPassword = z.object({ password: z.string().max(1000).default(''), repeat: z.string().max(1000).default('') })

passwordRoutes.get('/password/new', {}, async (req, res) => {
  const step = await stepOf(req, res, 'new-password')
  if (!step) {
    res.redirect(303, '/sign-in')
    return
  }
  await showChoice(res, await choosingOf(step.userId), emptyForm, '/password/new')
})

passwordRoutes.post('/password/new', {}, async (req, res) => {
  const step = await stepOf(req, res, 'new-password')
  if (!step) {
    res.redirect(303, '/sign-in')
    return
  }
  const choosing = await choosingOf(step.userId)
  const hash = await chosen(req, res, choosing, '/password/new')
  if (hash === null) return
  const spent = await asSystem('auth', async (tx) => {
    const isMine = await spendStep(tx, req)
    if (isMine) await setPassword(tx, choosing, hash, req)
    return isMine
  })
  if (!spent) {
    res.redirect(303, '/sign-in')
    return
  }
  flash(res, 'success', 'Ditt nya lösenord gäller.')
  await enter(req, res, { ...step, mustChange: false })
})

passwordRoutes.get('/invitation/:token', {}, async (req, res) => {
  const userId = await invitedBy(req.params.token)
  if (userId === null) return showSpent(res)
  await showChoice(res, await choosingOf(userId), emptyForm, `/invitation/${req.params.token}`)
})

// Spent by this, not by being opened: robots that follow the links of mails post nothing.
passwordRoutes.post('/invitation/:token', {}, async (req, res) => {
  const { token } = req.params
  const userId = await invitedBy(token)
  if (userId === null) return showSpent(res)
  const choosing = await choosingOf(userId)
  const hash = await chosen(req, res, choosing, `/invitation/${token}`)
  if (hash === null) return
  const spent = await asSystem('auth', async (tx) => {
    const links = await tx('one_time_links')
      .where({ token_hash: hashOf(token), purpose: 'invitation' })
      .delete()
    if (links > 0) await setPassword(tx, choosing, hash, req)
    return links > 0
  })
  if (!spent) return showSpent(res)
  flash(res, 'success', 'Välkommen till Elanmälan.')
  await enter(req, res, { userId, method: 'invitation', secondDone: false, mustChange: false, next: '/' })
})

/** The list of rules as it stands for what is typed, for the page to colour: {rules: [{key, state}]}. */
passwordRoutes.post('/password/rules', {}, async (req, res) => {
  const userId = await chooserOf(req, res)
  if (userId === null || (await countUse('rules', String(userId), 600, 900)) > 0) throw new NotFound()
  const { password } = NewPassword.parse(req.body)
  const rules = await rulesFor(password, await choosingOf(userId))
  res.json({ rules: rules.map(({ key, state }) => ({ key, state })) })
})

/** Who may ask about the rules: the signed-in, who stands before a new password, and who holds an invitation. */
async function chooserOf(req: Request, res: Response): Promise<number | null> {
  if (req.actor) return req.actor.userId
  const { token } = z.object({ token: z.string().catch('') }).parse(req.body)
  const step = await stepOf(req, res, 'new-password')
  return step ? step.userId : invitedBy(token)
}

/** Whom a link invites, while it is good and the account is open. */
async function invitedBy(token: string): Promise<number | null> {
  if (!isToken(token)) return null
  const row = (await asSystem('auth', (tx) =>
    tx('one_time_links as l')
      .join('users as u', 'u.id', 'l.user_id')
      .where({ 'l.token_hash': hashOf(token), 'l.purpose': 'invitation', 'u.active': true })
      .whereRaw(`l.expires_at > now() and app.tenant_open(u.company_id, u.owner_id)`)
      .first('l.user_id'),
  )) as { user_id: number } | undefined
  return row?.user_id ?? null
}

/** The hash of the password that was typed, or null when it broke a rule and the page has been shown again. */
async function chosen(req: Request, res: Response, choosing: Choosing, action: string): Promise<string | null> {
  const typed = NewPassword.parse(req.body)
  const errors = await errorsOf(typed, choosing, res.locals.t)
  if (Object.keys(errors).length === 0) return hashPassword(typed.password)
  await showChoice(res.status(422), choosing, { values: {}, errors }, action)
  return null
}

async function showChoice(res: Response, choosing: Choosing, form: Form, action: string): Promise<void> {
  await render(res, 'sign-in/choose', {
    title: res.locals.t('Välj lösenord'),
    form,
    key: newKey(),
    action,
    username: choosing.account.username,
    rules: await rulesFor('', choosing),
  })
}
