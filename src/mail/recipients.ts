import type { MailName } from '../domain/workflow/status.ts'
import type { Tx } from '../db/actor.ts'
import type { Audience, CaseRow, MailPace } from '../db/rowTypes.ts'
import { fromJson } from '../db/json.ts'
import { stronger } from './pace.ts'
import type { Language } from '../language/i18n.ts'
import type { About } from './about.ts'

/** A recipient, and in which capacity: the footer of the mail says it. */
export interface Reader {
  /** null: a mailbox, not a person. */
  name: string | null
  email: string
  lang: Language
  as: 'responsible' | 'responsibleCover' | 'handler' | 'cover' | 'team' | 'company' | 'area'
  /** A person's choice; mailboxes get mail at once. */
  userId: number | null
  pace: 'now' | 'daily'
  /** End of the quiet hours, if the person is in them. */
  after: Date | null
}

interface Person {
  role: 'responsible' | 'responsibleCover' | 'handler' | 'cover' | 'team'
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

/** The company's setting for each decision; mail_enabled also applies to all but M03. */
const BOX: Partial<Record<MailName, keyof Switches>> = {
  M01: 'mail_approved',
  M02: 'mail_notice_rejected',
  M04: 'mail_completion_approved',
  M05: 'mail_completion_rejected',
}

/** The network owner's (configuration/settings.ts). */
const OWNERS_SWITCH: Partial<Record<MailName, keyof NonNullable<About['switches']>>> = {
  M08: 'mail_received',
  M09: 'mail_withdrawn',
  M10: 'mail_hold',
}

/** To the network owner's own people and mailboxes. */
const OWNERS: readonly MailName[] = ['M08', 'M09', 'M21', 'M24']

/** Who sees the mail in the case. */
export function audienceOf(name: MailName): Audience {
  if (name === 'M18') return 'company'
  return OWNERS.includes(name) ? 'owner' : 'all'
}

/** The recipients of a mail (docs/domain.md 2.7) by the current settings: distinct, possibly none. */
export async function readersOf(tx: Tx, name: MailName, kase: CaseRow, about: About): Promise<Reader[]> {
  const owners = OWNERS_SWITCH[name]
  if (owners && about.switches?.[owners] !== true) return []
  if (name === 'M08' || name === 'M09') return mailbox(await areaEmail(tx, kase.area_id), 'area')
  if (name === 'M21') return handler(tx, kase, about)
  if (name === 'M24') return noteReaders(tx, kase)

  const { switches, responsible, covers } = await companySide(tx, kase.id)
  if (!switches) return []
  const box = BOX[name]
  if (name !== 'M03' && !(switches.mail_enabled && (!box || switches[box]))) return []

  const company = mailbox(switches.company_email, 'company')
  if (name === 'M07') return company
  const person = responsible && reachable(responsible)
  // Nobody is told of what they did themselves.
  if (name === 'M18') return person && kase.responsible_id !== about.doerId ? [readerOf(person, 'now', null)] : []
  // Never to a person who has left: the company gets it instead.
  if (!person) return company
  // Who is there while they are away has the same in the inbox.
  const people = [person, ...covers]
  // A withdrawn consent stops work on site: never delayed by digest or quiet hours.
  if (name === 'M03') return distinct([...people.map((each) => readerOf(each, 'now', null)), ...company])
  const least = switches.mail_minimum
  return distinct(people.flatMap((each) => atTheirPace({ ...each, mail_pace: stronger(each.mail_pace, least) })))
}

/** A handläggare to whom a colleague has assigned the case, unless they have switched the mail off. */
async function handler(tx: Tx, kase: CaseRow, about: About): Promise<Reader[]> {
  if (kase.handler_id === null || kase.handler_id === about.doerId) return []
  const person = await personOf(tx, kase.id, 'handler')
  return person ? atTheirPace(person) : []
}

/** In whose inbox an installer's note stands, at the pace each has chosen. */
async function noteReaders(tx: Tx, kase: CaseRow): Promise<Reader[]> {
  const { rows } = await tx.raw<{ rows: Reachable[] }>('select * from app.note_readers(?)', [kase.id])
  return rows.flatMap((person) => atTheirPace(person))
}

function atTheirPace(person: Reachable): Reader[] {
  const pace = person.mail_pace
  return pace === 'never' ? [] : [readerOf(person, pace, pace === 'now' ? person.quiet_until : null)]
}

async function areaEmail(tx: Tx, areaId: number | null): Promise<string | null> {
  const area = await tx('areas').where('id', areaId).first('email')
  return area?.email ?? null
}

function mailbox(email: string | null | undefined, as: 'company' | 'area'): Reader[] {
  return email ? [{ name: null, email, lang: 'sv', as, userId: null, pace: 'now', after: null }] : []
}

interface CompanySide {
  switches: Switches | null
  responsible: Person | null
  /** Who stands in for the responsible today. */
  covers: Reachable[]
}

type Row = Record<string, unknown>

async function companySide(tx: Tx, caseId: number): Promise<CompanySide> {
  const { rows } = await tx.raw<{ rows: [{ switches: Row | null; responsible: Row | null; covers: Row[] }] }>(
    `select (select to_jsonb(s) from app.case_mail_settings(:id) s) as switches,
       (select to_jsonb(p) from app.case_people(:id) p where p.role = 'responsible') as responsible,
       (select coalesce(jsonb_agg(to_jsonb(p)), '[]') from app.responsible_covers(:id) p) as covers`,
    { id: caseId },
  )
  const { switches, responsible, covers } = rows[0]
  return {
    switches: switches && fromJson<Switches>(switches),
    responsible: responsible && readPerson(responsible),
    covers: covers.map((each) => readPerson(each) as Reachable),
  }
}

function readPerson(row: Row): Person {
  const { quiet_until: until } = row
  // Of no table, so fromJson() does not know it for a time.
  return { ...fromJson<Person>(row), quiet_until: until === null ? null : new Date(until as string) }
}

async function personOf(tx: Tx, caseId: number, wanted: Person['role']): Promise<Reachable | undefined> {
  const { rows } = await tx.raw<{ rows: Person[] }>('select * from app.case_people(?)', [caseId])
  const person = rows.find(({ role }) => role === wanted)
  return person && reachable(person)
}

function reachable(person: Person): Reachable | undefined {
  return person.active && person.email ? (person as Reachable) : undefined
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
