import nodemailer from 'nodemailer'
import type { Config } from '../config.ts'
import type { MailRow } from '../db/rowTypes.ts'
import { choicesLink } from './addresses.ts'

export interface Postman {
  /** @throws what nodemailer throws; failureOf() reads it */
  send(mail: MailRow): Promise<void>
  close(): void
  /** False for the local mailbox, where mail is read from the table. */
  takesAway: boolean
}

/** Whether mail goes to the local mailbox. Never in production: it would be readable without sign-in. */
export function mailStaysHere(config: Config): boolean {
  return !config.production && config.SMTP_URL === undefined
}

/** SMTP if configured, else the local mailbox at /dev/mail; null in production without SMTP: mail waits. */
export function openPostman(config: Config): Postman | null {
  if (config.SMTP_URL) return overSmtp(config.SMTP_URL, config.MAIL_FROM)
  return mailStaysHere(config) ? { send: () => Promise.resolve(), close: () => undefined, takesAway: false } : null
}

const WAIT = 10_000
const WAIT_FOR_ALL = 60_000

/** RFC 8058 one-click unsubscribe, for mail that is not mandatory. */
function unsubscribing(mail: MailRow): Record<string, string> {
  if (mail.user_id === null) return {}
  const link = choicesLink(mail.user_id, mail.to_address, mail.created_at)
  return { 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}

function overSmtp(url: string, from: string): Postman {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: 4,
    // Retries belong to the queue, with back-off and a visible count; not to the pool as well.
    maxRequeues: 0,
    dnsTimeout: WAIT,
    connectionTimeout: WAIT,
    greetingTimeout: WAIT,
    socketTimeout: WAIT,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(mail) {
      await transport.sendMail({
        from,
        // Name and address as parts: a comma or angle bracket in a name must not become a second address.
        to: { name: mail.to_name ?? '', address: mail.to_address },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: mail.message_id,
        // Suppresses out-of-office replies: RFC 3834, and what Exchange reads.
        headers: {
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'OOF, AutoReply',
          ...unsubscribing(mail),
        },
        // A server that trickles its answers never triggers the socket timeout.
        signal: AbortSignal.timeout(WAIT_FOR_ALL),
      })
    },
    close: () => transport.close(),
    takesAway: true,
  }
}
