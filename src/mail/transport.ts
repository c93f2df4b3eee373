import nodemailer from 'nodemailer'
import type { Config } from '../config.ts'
import type { MailRow } from '../db/rows.ts'
import { choicesLink } from './addresses.ts'

export interface Postman {
  /** @throws what nodemailer throws; failureOf() reads it */
  send(mail: MailRow): Promise<void>
  close(): void
  /** False where mail is read in our own table: the local mailbox. */
  takesAway: boolean
}

/** Is the local mailbox the place where mail ends? Never in production: mail there belongs to people. */
export function mailStaysHere(config: Config): boolean {
  return !config.production && config.SMTP_URL === undefined
}

/** SMTP when it is configured, else the local mailbox at /dev/mail; null in production without SMTP: mail waits. */
export function openPostman(config: Config): Postman | null {
  if (config.SMTP_URL) return overSmtp(config.SMTP_URL, config.MAIL_FROM)
  return mailStaysHere(config) ? { send: () => Promise.resolve(), close: () => undefined, takesAway: false } : null
}

const WAIT = 10_000
const WAIT_FOR_ALL = 60_000

/** RFC 8058: the mail program's own 'unsubscribe', for mail that its reader may choose. */
function unsubscribing(mail: MailRow): Record<string, string> {
  if (mail.user_id === null) return {}
  return { 'List-Unsubscribe': `<${choicesLink(mail.user_id)}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}

function overSmtp(url: string, from: string): Postman {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: 4,
    // The queue repeats, with back-off and a count that people can see; the pool must not do it beside.
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
        // As parts: a name with a comma or an angle bracket must not become a second address.
        to: { name: mail.to_name ?? '', address: mail.to_address },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: mail.message_id,
        // Asks absence replies to stay away.
        headers: { 'Auto-Submitted': 'auto-generated', ...unsubscribing(mail) },
        // A server that trickles its answers never meets the socket's time-out.
        signal: AbortSignal.timeout(WAIT_FOR_ALL),
      })
    },
    close: () => transport.close(),
    takesAway: true,
  }
}
