import { z } from 'zod'
import type { Config } from '../config.ts'
import { asSystem } from '../db/actor.ts'
import type { MailRow } from '../db/rowTypes.ts'
import { NotFound } from '../web/errors.ts'
import { longId } from '../web/ids.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { mailStaysHere } from './transport.ts'

const PAGE = 50

/** Development mailbox: all mail, without sign-in. Mounted only where mailboxIsOpen(). */
export const mailbox = routes('/dev/mail', { for: 'anyone' })

/** Never in production, and not where SMTP is configured. */
export function mailboxIsOpen(config: Config): boolean {
  return mailStaysHere(config)
}

const id = longId()
const ListQuery = z.object({ before: id.optional().catch(undefined) })
const MailPath = z.object({ id })

mailbox.get('/', {}, async (req, res) => {
  const { before } = ListQuery.parse(req.query)
  const rows = await listMails(before)
  const mails = rows.slice(0, PAGE)
  const older = rows.length > PAGE ? mails.at(-1)!.id : null
  await render(res, 'dev/mailbox', { title: res.locals.t('Skickad post'), mails, older })
})

mailbox.get('/:id', {}, async (req, res) => {
  const mail = await getMail(MailPath.parse(req.params).id)
  const policy = res.get('Content-Security-Policy') ?? ''
  res.set('Content-Security-Policy', `${policy};frame-src 'self'`)
  await render(res, 'dev/mail', { title: mail.subject, mail })
})

/** The HTML part in a sandbox: its own styles, no script, no external requests. */
mailbox.get('/:id/html', {}, async (req, res) => {
  const mail = await getMail(MailPath.parse(req.params).id)
  res.set(
    'Content-Security-Policy',
    `default-src 'none';style-src 'unsafe-inline';base-uri 'none';form-action 'none';frame-ancestors 'self';` +
      'sandbox allow-popups allow-popups-to-escape-sandbox',
  )
  res.set('X-Frame-Options', 'SAMEORIGIN').type('html').send(mail.html)
})

function listMails(before: number | undefined): Promise<MailRow[]> {
  return asSystem('worker', (tx) => {
    const newest = tx<MailRow>('mail_messages')
      .orderBy('id', 'desc')
      .limit(PAGE + 1)
      .select()
    return before === undefined ? newest : newest.where('id', '<', before)
  })
}

async function getMail(wanted: number): Promise<MailRow> {
  const mail = await asSystem('worker', (tx) => tx<MailRow>('mail_messages').where({ id: wanted }).first())
  if (!mail) throw new NotFound('Mejlet finns inte')
  return mail
}
