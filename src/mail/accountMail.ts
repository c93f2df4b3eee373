import type { Tx } from '../db/actor.ts'
import { translators, type Language, type Translate } from '../language/i18n.ts'
import { newMessageId, oneLine } from './addresses.ts'
import { drawPage, subjectLine } from './templates.ts'

/**
 * Mails without a case (docs/domain.md 2.7): M12 account details, M13 temporary password, M14 an application (received,
 * approved, refused), M15 confirm an address, M16 account changed, M19 support access, M20 company blocked or unblocked by
 * the platform, M23 somebody has changed who gets in, to all administrators.
 */
export type AccountMail = 'M12' | 'M13' | 'M14' | 'M15' | 'M16' | 'M19' | 'M20' | 'M23'

export interface Addressee {
  /** null: a mailbox, not a person. */
  name: string | null
  email: string
  locale: Language
  /** The tenant the mail belongs to. */
  company_id?: number | null
  owner_id?: number | null
}

export interface AccountLetter {
  subject: string
  title: string
  lead: string[]
  next: string
  comment?: { by: string; text: string }
  facts?: { label: string; value: string }[]
  button?: { label: string; link: string }
  foot: string
}

/** Transactional outbox: inserts the mail in the transaction it reports on; a trigger queues it. */
export async function promiseAccountMail(
  tx: Tx,
  template: AccountMail,
  to: Addressee,
  write: (t: Translate) => AccountLetter,
): Promise<void> {
  const t = translators[to.locale]
  const letter = write(t)
  await tx('mail_messages').insert({
    template,
    company_id: to.company_id ?? null,
    owner_id: to.owner_id ?? null,
    audience: 'none',
    to_address: oneLine(to.email),
    to_name: to.name === null ? null : oneLine(to.name),
    subject: subjectLine(letter.subject),
    ...(await drawPage({
      t,
      lang: to.locale,
      letter: { title: letter.title, lead: letter.lead, next: letter.next },
      greeting: to.name === null ? t('Hej,') : t('Hej {name},', { name: oneLine(to.name).split(' ')[0]! }),
      reasons: [],
      comment: letter.comment?.text ?? '',
      commentBy: letter.comment?.by ?? '',
      facts: letter.facts ?? [],
      button: letter.button?.label ?? '',
      link: letter.button?.link ?? null,
      foot: [letter.foot, t('Mejlet går inte att svara på. Fråga administratören hos er i stället.')],
      choices: null,
      entries: [],
    })),
    message_id: newMessageId(),
  })
}
