import { z } from 'zod'
import { countUse } from '../web/rateLimits.ts'
import { showSpent } from '../sign-in/accounts/spentLink.ts'
import { hashOf, isToken, newToken } from '../sign-in/accounts/tokens.ts'
import { asSystem, type Actor } from '../db/actor.ts'
import { parseEmail } from '../domain/forms/identifiers/email.ts'
import { promiseAccountMail } from '../mail/accountMail.ts'
import { linkTo } from '../mail/addresses.ts'
import { flash } from '../web/flash.ts'
import { plainFormPage } from '../web/formPage.ts'
import { emptyForm, identifier } from '../web/forms.ts'
import { actorOf } from '../web/guards.ts'
import { newKey } from '../web/once.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { getMyself } from './queries.ts'
import { changeAddress } from '../sign-in/accounts/address.ts'
import { asksProof, isProven } from '../sign-in/accounts/recentProof.ts'

/** A new address of one's own: asked for with the password, and in use when a letter sent to it has been answered. */
export const emailPages = routes('/profile/email', { for: 'self', proof: asksProof() })

const Wanted = z.object({ email: identifier(parseEmail) })

emailPages.form(
  '/',
  {},
  plainFormPage({
    actor: actorOf,
    view: 'profile/email',
    schema: Wanted,
    load: ({ actor }) => getMyself(actor),
    draw: async ({ req, t }, me) => ({
      title: t('Byt e-postadress'),
      email: me.email,
      asksPassword: me.has_password && !(await isProven(req)),
    }),
    check: async ({ actor }) =>
      (await countUse('email-of', String(actor.userId), 5, 3600)) > 0
        ? { errors: { email: 'För många försök. Vänta en timme.' } }
        : null,
    save: async ({ actor }, { email: address }) => {
      await sendConfirmation(actor, address)
      const said = 'Vi har skickat ett mejl till {email}. Bekräfta adressen där, så byter vi.'
      return { to: '/profile', said: [said, { email: address }] }
    },
  }),
)

async function sendConfirmation(actor: Actor, address: string): Promise<void> {
  const token = newToken()
  await asSystem('auth', async (tx) => {
    await tx('one_time_links').where({ user_id: actor.userId, purpose: 'email' }).delete()
    await tx('one_time_links').insert({
      token_hash: hashOf(token),
      user_id: actor.userId,
      purpose: 'email',
      email: address,
      created_at: tx.raw('now()'),
      expires_at: tx.raw(`now() + interval '1 day'`),
    })
    const to = {
      name: actor.name,
      email: address,
      locale: actor.locale,
      company_id: actor.companyId,
      owner_id: actor.ownerId,
    }
    await promiseAccountMail(tx, 'M15', to, (t) => ({
      subject: t('Bekräfta din e-postadress'),
      title: t('Bekräfta din e-postadress'),
      lead: [t('Du vill ha din e-post från Elanmälan till den här adressen.')],
      next: t('Länken fungerar en gång, inom ett dygn.'),
      button: { label: t('Bekräfta adressen'), link: linkTo(`/email/${token}`) },
      foot: t('Var det inte du? Då behöver du inte göra något.'),
    }))
  })
}

/** Where the letter's link leads, signed in or not: /email/:token */
export const confirmation = routes('/email', {
  for: 'anyone',
  proof: 'the link is the proof, and was asked for with one',
})

confirmation.get('/:token', {}, async (req, res) => {
  const found = await confirmed(req.params.token)
  if (!found) return showSpent(res)
  await render(res, 'sign-in/confirm-email', {
    title: res.locals.t('Bekräfta din e-postadress'),
    form: emptyForm,
    key: newKey(),
    action: `/email/${req.params.token}`,
    email: found.email,
  })
})

confirmation.post('/:token', {}, async (req, res) => {
  const { token } = req.params
  const found = await confirmed(token)
  if (!found) return showSpent(res)
  await asSystem('auth', async (tx) => {
    const links = await tx('one_time_links')
      .where({ token_hash: hashOf(token), purpose: 'email' })
      .delete()
    if (links === 0) return
    await changeAddress(tx, found.user_id, found.email, { req })
  })
  flash(res, 'success', 'Din e-postadress är bytt.')
  res.redirect(303, req.actor ? '/profile' : '/sign-in')
})

async function confirmed(token: string): Promise<{ user_id: number; email: string } | undefined> {
  if (!isToken(token)) return undefined
  return (await asSystem('auth', (tx) =>
    tx('one_time_links as l')
      .join('users as u', 'u.id', 'l.user_id')
      .where({ 'l.token_hash': hashOf(token), 'l.purpose': 'email', 'u.active': true })
      .whereRaw('l.expires_at > now()')
      .first('l.user_id', 'l.email'),
  )) as { user_id: number; email: string } | undefined
}
