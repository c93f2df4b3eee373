import type { MailName } from '../cases/status.ts'
import type { Tx } from '../db/actor.ts'
import type { Audience, CaseRow, MailPace } from '../db/rows.ts'
import { stronger } from './pace.ts'
import type { Language } from '../web/i18n.ts'
import type { About } from './outbox.ts'

/** Who a mail goes to, and why: the foot of the mail says it. */
export interface Reader {
  /** null: a mailbox, not a person. */
  name: string | null
  email: string
  lang: Language
  as: 'responsible' | 'handler' | 'company' | 'area'
  /** A person may choose when; a mailbox gets all at once. */
  userId: number | null
  pace: 'now' | 'daily'
  /** The end of their quiet hours, when it is in them. */
  after: Date | null
}

interface Person {
  role: 'responsible' | 'handler'
  name: string
  email: string | null
  active: boolean
  locale: Language
  user_id: number
  mail_pace: MailPace
  quiet_until: Date | null
}

type Reachable = Person & { email: string }

interface Switches {
  mail_enabled: boolean
  mail_approved: boolean
  mail_notice_rejected: boolean
  mail_completion_approved: boolean
  mail_completion_rejected: boolean
  company_email: string | null
  mail_minimum: MailPace
}

/** The company's own box for each decision; beside it mail_enabled counts for all but M03. */
const BOX: Partial<Record<MailName, keyof Switches>> = {
  M01: 'mail_approved',
  M02: 'mail_notice_rejected',
  M04: 'mail_completion_approved',
  M05: 'mail_completion_rejected',
}

/** Who the mail is shown to in the case. */
export function audienceOf(name: MailName): Audience {
  if (name === 'M18') return 'company'
  return name === 'M08' || name === 'M09' || name === 'M21' ? 'owner' : 'all'
}

/** Decides to whom a mail goes (docs/domain.md 2.7), by the switches as they stand now. Nobody twice, perhaps nobody. */
export async function readersOf(tx: Tx, name: MailName, kase: CaseRow, about: About): Promise<Reader[]> {
  if (name === 'M08') return about.ownerMailReceived ? mailbox(about.areaEmail, 'area') : []
  if (name === 'M09') return about.ownerMailWithdrawn ? mailbox(about.areaEmail, 'area') : []
  if (name === 'M21') return handler(tx, kase, about)
  if (name === 'M10' && !about.ownerMailHold) return []

  const switches = await companySwitches(tx, kase.id)
  if (!switches) return []
  const box = BOX[name]
  if (name !== 'M03' && !(switches.mail_enabled && (!box || switches[box]))) return []

  const company = mailbox(switches.company_email, 'company')
  if (name === 'M07') return company
  const person = await personOf(tx, kase.id, 'responsible')
  // Who takes a case over knows it.
  if (name === 'M18') return person && kase.responsible_id !== about.doerId ? [readerOf(person, 'now', null)] : []
  // Mail never goes to one who has left: their company is told instead.
  if (!person) return company
  // A consent taken back stops work on site: it waits for no morning.
  if (name === 'M03') return distinct([readerOf(person, 'now', null), ...company])
  const pace = stronger(person.mail_pace, switches.mail_minimum)
  return pace === 'never' ? [] : [readerOf(person, pace, pace === 'now' ? person.quiet_until : null)]
}

/** Whoever is given a case by somebody else, unless they would rather see it in the inbox. */
async function handler(tx: Tx, kase: CaseRow, about: About): Promise<Reader[]> {
  if (kase.handler_id === null || kase.handler_id === about.doerId) return []
  const person = await personOf(tx, kase.id, 'handler')
  if (!person || person.mail_pace === 'never') return []
  const pace = person.mail_pace
  return [readerOf(person, pace, pace === 'now' ? person.quiet_until : null)]
}

function mailbox(email: string | null | undefined, as: 'company' | 'area'): Reader[] {
  return email ? [{ name: null, email, lang: 'sv', as, userId: null, pace: 'now', after: null }] : []
}

async function companySwitches(tx: Tx, caseId: number): Promise<Switches | undefined> {
  const { rows } = await tx.raw<{ rows: Switches[] }>('select * from app.case_mail_settings(?)', [caseId])
  return rows[0]
}

async function personOf(tx: Tx, caseId: number, wanted: Person['role']): Promise<Reachable | undefined> {
  const { rows } = await tx.raw<{ rows: Person[] }>('select * from app.case_people(?)', [caseId])
  const person = rows.find(({ role }) => role === wanted)
  return person?.active && person.email ? (person as Reachable) : undefined
}

function readerOf(person: Reachable, pace: 'now' | 'daily', after: Date | null): Reader {
  const { role: as, name, email, locale: lang, user_id: userId } = person
  return { name, email, lang, as, userId, pace, after }
}

function distinct(readers: Reader[]): Reader[] {
  return readers.filter(
    (reader, at) => readers.findIndex(({ email }) => email.toLowerCase() === reader.email.toLowerCase()) === at,
  )
}
