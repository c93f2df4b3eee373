import type { Request, Response } from 'express'
import { z } from 'zod'
import { asSystem, type Tx } from '../db/actor.ts'
import type { MailPace } from '../db/rowTypes.ts'
import { NotFound } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { formPage } from '../web/formPage.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { partyOf } from '../web/guards.ts'
import { newKey } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { receiveFields } from '../web/uploads.ts'
import { claimedUser, isChoicesLink } from './addresses.ts'
import { allowed } from './pace.ts'

/**
 * /profile/mail: when a person's mails are sent. Installers get mail about the cases they are responsible for; a network
 * owner's people about cases and work orders assigned to them (incoming cases go to mailboxes).
 */
export const mailChoices = routes('/profile/mail', {
  for: 'party',
  right: 'none',
  proof: 'when one gets mail about cases',
})

const Pace = z.object({ mail_pace: z.enum(['now', 'daily', 'never'], 'Välj när du vill ha mejl.') })

const hour = z
  .string()
  .regex(/^(([01]\d|2[0-3]):00)?$/, 'Välj ett klockslag i listan.')
  .default('')

const Choice = Pace.extend({ quiet_from: hour, quiet_to: hour })
  .refine(({ quiet_from: from, quiet_to: to }) => (from === '') === (to === ''), {
    error: 'Välj både när de börjar och när de slutar, eller lämna båda tomma.',
    path: ['quiet_to'],
  })
  .refine(({ quiet_from: from, quiet_to: to }) => from === '' || from !== to, {
    error: 'De kan inte sluta när de börjar.',
    path: ['quiet_to'],
  })

mailChoices.form(
  '/',
  {},
  formPage({
    actor: partyOf,
    view: 'profile/mail',
    repeatable: true,
    schema: Choice,
    load: ({ tx, actor }) => choiceOf(tx, actor.userId),
    values: (mine) => ({
      mail_pace: mine.pace,
      quiet_from: hourOf(mine.quiet_from),
      quiet_to: hourOf(mine.quiet_to),
    }),
    draw: ({ actor, t }, { minimum }) => ({ title: t('Mejl till mig'), paces: allowed(minimum), side: actor.side }),
    save: async ({ tx, actor, base }, { mail_pace, quiet_from, quiet_to }, { minimum }) => {
      if (!allowed(minimum).includes(mail_pace)) {
        return { errors: { mail_pace: 'Ditt företag har bestämt att ni ska ha mejl oftare.' } }
      }
      const choice = { mail_pace, quiet_from: quiet_from || null, quiet_to: quiet_to || null }
      await tx('users').where({ id: actor.userId }).update(choice)
      return { to: base, said: 'Dina val gäller från nästa mejl.' }
    },
  }),
)

const hourOf = (time: string | null) => time?.slice(0, 5) ?? ''

interface Mine {
  side: 'installer' | 'owner'
  pace: MailPace
  minimum: MailPace
  quiet_from: string | null
  quiet_to: string | null
}

/** A person's choice, raised to their company's minimum. */
async function choiceOf(tx: Tx, userId: number): Promise<Mine> {
  const row = (await tx('users')
    .where({ id: userId })
    .first('mail_pace as pace', 'quiet_from', 'quiet_to', 'company_id')) as
    (Pick<Mine, 'pace' | 'quiet_from' | 'quiet_to'> & { company_id: number | null }) | undefined
  if (!row) throw new NotFound()
  const { company_id: company, ...mine } = row
  if (company === null) return { ...mine, side: 'owner', minimum: 'never' }
  const { mail_minimum: minimum } = (await tx('companies').where({ id: company }).first('mail_minimum'))!
  const paces = allowed(minimum)
  return { ...mine, side: 'installer', minimum, pace: paces.includes(mine.pace) ? mine.pace : paces.at(-1)! }
}

/**
 * The same by the signed link in a mail's footer, without sign-in: /mail-choices/:link. GET changes nothing, since robots
 * open links in mails; a mail program's one-click unsubscribe posts to it (RFC 8058) and sets the least that is allowed.
 */
export const footChoices = routes('/mail-choices', { for: 'anyone', proof: 'when one gets mail about cases' })

footChoices.get('/:link', {}, async (req, res) => {
  await showFoot(req, res, await byLink(req.params.link), emptyForm)
})

// RFC 8058 lets a mail program post multipart/form-data as well, and follow no redirect.
footChoices.post('/:link', { reads: receiveFields }, async (req: Request<{ link: string }>, res: Response) => {
  const { link } = req.params
  const mine = await byLink(link)
  const { userId, minimum } = mine
  const least = allowed(minimum).at(-1)!
  const isOneClick = (req.body as Record<string, unknown>)['List-Unsubscribe'] === 'One-Click'
  const input = readForm(Pace, isOneClick ? { mail_pace: least } : req.body)
  if (!input.ok || !allowed(minimum).includes(input.data.mail_pace)) {
    const errors = input.ok ? { mail_pace: 'Välj när du vill ha mejl.' } : input.form.errors
    return showFoot(req, res.status(422), mine, { values: {}, errors })
  }
  const { mail_pace: pace } = input.data
  await asSystem('auth', (tx) => tx('users').where({ id: userId }).update({ mail_pace: pace }))
  if (isOneClick) return showFoot(req, res, { ...mine, pace }, emptyForm)
  flash(res, 'success', 'Ditt val gäller från nästa mejl.')
  res.redirect(303, `/mail-choices/${link}`)
})

/** @throws NotFound also for a link whose time is out, or whose mail went to an address that is no longer the person's */
async function byLink(link: string): Promise<Mine & { userId: number }> {
  const userId = claimedUser(link)
  if (userId === null) throw new NotFound()
  return asSystem('auth', async (tx) => {
    const person = (await tx('users').where({ id: userId }).first('email')) as { email: string | null } | undefined
    if (!isChoicesLink(link, person?.email ?? '', tx.now)) throw new NotFound()
    return { userId, ...(await choiceOf(tx, userId)) }
  })
}

async function showFoot(
  { originalUrl }: { originalUrl: string },
  res: Response,
  { side, pace, minimum }: Mine,
  form: Form,
) {
  await render(res, 'sign-in/mail-choices', {
    title: res.locals.t('När vill du ha mejl?'),
    form: { ...form, values: { mail_pace: pace } },
    key: newKey(),
    action: originalUrl,
    paces: allowed(minimum),
    side,
  })
}
