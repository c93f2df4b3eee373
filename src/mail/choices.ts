import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { asActor, asSystem, type Tx } from '../db/actor.ts'
import type { MailPace } from '../db/rowTypes.ts'
import { NotFound } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { partyOf } from '../web/guards.ts'
import { newKey } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { render } from '../web/views.ts'
import { receiveFields } from '../web/uploads.ts'
import { claimedUser, isChoicesLink } from './addresses.ts'
import { allowed } from './pace.ts'

/**
 * /profile/mail: when a person's mails are sent. Installers get mail about the cases they are responsible for; a network
 * owner's people about cases and work orders assigned to them (incoming cases go to mailboxes).
 */
export const mailChoices = Router()

const Pace = z.object({ mail_pace: z.enum(['now', 'daily', 'never'], 'Välj när du vill ha mejl.') })

const hour = z
  .string()
  .regex(/^(([01]\d|2[0-3]):00)?$/, 'Välj ett klockslag i listan.')
  .default('')

const Choice = Pace.extend({ quiet_from: hour, quiet_to: hour })
  .refine(({ quiet_from: from, quiet_to: to }) => (from === '') === (to === ''), {
    error: 'Välj både när de börjar och när de slutar, eller inget av dem.',
    path: ['quiet_to'],
  })
  .refine(({ quiet_from: from, quiet_to: to }) => from === '' || from !== to, {
    error: 'De kan inte sluta när de börjar.',
    path: ['quiet_to'],
  })

mailChoices.get('/', async (req, res) => showChoices(req, res, null))

mailChoices.post('/', async (req, res) => {
  const actor = partyOf(req)
  const input = readForm(Choice, req.body)
  if (!input.ok) return showChoices(req, res.status(422), input.form)
  const { mail_pace: pace, quiet_from: from, quiet_to: to } = input.data
  const { minimum } = await asActor(actor, (tx) => choiceOf(tx, actor.userId))
  if (!allowed(minimum).includes(pace)) {
    const form = { values: input.data, errors: { mail_pace: 'Ditt företag har bestämt att ni ska ha mejl oftare.' } }
    return showChoices(req, res.status(422), form)
  }
  await asActor(actor, (tx) =>
    tx('users')
      .where({ id: actor.userId })
      .update({ mail_pace: pace, quiet_from: from || null, quiet_to: to || null }),
  )
  flash(res, 'success', 'Dina val gäller från nästa mejl.')
  res.redirect(303, '/profile/mail')
})

async function showChoices(req: Request, res: Response, typed: Form | null): Promise<void> {
  const actor = partyOf(req)
  const mine = await asActor(actor, (tx) => choiceOf(tx, actor.userId))
  const values = { mail_pace: mine.pace, quiet_from: hourOf(mine.quiet_from), quiet_to: hourOf(mine.quiet_to) }
  const paces = allowed(mine.minimum)
  await render(res, 'profile/mail', {
    title: res.locals.t('Mejl till mig'),
    form: typed ?? { values, errors: {} },
    key: newKey(),
    paces,
    side: actor.side,
  })
}

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
export const footChoices = Router()

footChoices.get('/:link', async (req, res) => {
  await showFoot(req, res, await byLink(req.params.link), emptyForm)
})

// RFC 8058 lets a mail program post multipart/form-data as well, and follow no redirect.
footChoices.post('/:link', ...receiveFields, async (req: Request<{ link: string }>, res: Response) => {
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
