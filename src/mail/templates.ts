import type { Entry } from '../db/columnTypes.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import path from 'node:path'
import ejs from 'ejs'
import { pointInWords } from '../domain/forms/pointed.ts'
import type { MailName } from '../domain/workflow/status.ts'
import { root } from '../config.ts'
import { maskPersonalNumbers, maskTexts } from '../text/mask.ts'
import { signed } from '../language/actor.ts'
import { format } from '../language/format.ts'
import { translators, type Language, type Translate } from '../language/i18n.ts'
import { drawTemplate } from '../web/templates.ts'
import { caseLink, choicesLink, oneLine, shortName } from './addresses.ts'
import { LETTERS, type Letter } from './letters.ts'
import type { About, Doer } from './about.ts'
import type { Reader } from './recipients.ts'

export interface MailInput {
  name: MailName
  kase: CaseRow
  about: About
  reader: Reader
  /** Who decided or sent; null for the platform. */
  doer: Doer | null
  at: Date
}

export interface DrawnMail {
  subject: string
  text: string
  html: string
  entry: Entry
}

/** Renders a mail in its reader's language, as text and HTML. */
export async function drawMail({ name, kase, about, reader, doer, at }: MailInput): Promise<DrawnMail> {
  const t = translators[reader.lang]
  // Without a person: what the installer did comes from the company, everything else from the network owner.
  const side = doer?.side ?? (reader.as === 'area' || name === 'M18' || name === 'M24' ? 'installer' : 'owner')
  const tenant = side === 'installer' ? kase.company_name : about.ownerName
  const who = doer === null ? tenant : signed(t, doer.name, side, tenant)
  const letter = withRemoval(
    t,
    name,
    about,
    LETTERS[name]({ t, kase, about, who, when: format.dateTime(at), byRule: doer === null }),
  )
  const page: LetterPage = {
    t,
    lang: reader.lang,
    letter,
    greeting: reader.name === null ? t('Hej,') : t('Hej {name},', { name: oneLine(reader.name).split(' ')[0]! }),
    reasons: [...(about.reasons ?? []), ...(about.points ?? []).map((point) => pointInWords(point, t))],
    comment: about.comment?.trim() ?? '',
    commentBy: who,
    facts: factsOf(t, kase),
    button: letter.button ?? t('Öppna ärendet'),
    link: letter.button === null ? null : caseLink(kase.ref),
    foot: footOf(t, reader, kase, about),
    choices: reader.userId === null ? null : choicesLink(reader.userId, reader.email, at),
    entries: [],
  }
  const subject = t('[{owner}] Ärende {number}: {title}', {
    owner: shortName(about.ownerName),
    number: kase.ref,
    title: letter.title,
  })
  return { subject: subjectLine(subject), ...(await drawPage(page)), entry: entryOf(page, kase, about) }
}

/** What became of the installer's request for removal, where a decision on the case is the answer (T25 has its own letter). */
function withRemoval(t: Translate, name: MailName, { removalEnded }: About, letter: Letter): Letter {
  if (!removalEnded) return letter
  if (name === 'M01' || name === 'M04')
    return { ...letter, lead: [...letter.lead, t('Din begäran om att ärendet tas bort är avslagen.')] }
  if (name === 'M02' || name === 'M05')
    return { ...letter, lead: [...letter.lead, t('Du bad om att ärendet tas bort. Du kan nu avbryta det själv.')] }
  return letter
}

function entryOf(page: LetterPage, kase: CaseRow, about: About): Entry {
  const { letter, reasons, comment, commentBy, link } = page
  const facts = [shortName(about.ownerName), kase.ref, kase.address ?? '', kase.reference ?? '']
  const told = facts.map(oneLine).filter((fact) => fact !== '')
  return maskTexts({ title: letter.title, lead: letter.lead, reasons, comment, commentBy, facts: told, link })
}

/** Data of the two templates in views/mail, already translated. */
export interface LetterPage {
  t: Translate
  lang: Language
  letter: Letter
  greeting: string
  reasons: string[]
  comment: string
  commentBy: string
  facts: { label: string; value: string }[]
  button: string
  link: string | null
  foot: string[]
  /** Link to the reader's mail settings; null for mandatory mail. */
  choices: string | null
  entries: Entry[]
}

/**
 * Renders one letter as text and HTML. Personal numbers are masked here, whatever is told. Links stay as they are, and
 * facts, for a user name is one: those of a case are masked where they are read.
 */
export async function drawPage(page: LetterPage): Promise<{ text: string; html: string }> {
  const { facts, link, choices } = page
  const safe = { ...maskTexts(page), facts, link, choices }
  return { text: await drawText(safe), html: drawTemplate('mail/letter', safe) }
}

/** A subject is read on a locked telephone. */
export function subjectLine(text: string): string {
  return maskPersonalNumbers(oneLine(text))
}

// No HTML escaping in the text part: `&amp;` would be shown literally.
const plain: ejs.Options = { strict: true, cache: true, escape: (value: unknown) => String(value) }

async function drawText(page: object): Promise<string> {
  const text = await ejs.renderFile(path.join(root, 'views/mail/text.ejs'), page as ejs.Data, plain)
  return text.replace(/\n{3,}/g, '\n\n').trim() + '\n'
}

function factsOf(t: Translate, kase: CaseRow): { label: string; value: string }[] {
  const facts = [
    { label: t('Ärende'), value: kase.ref },
    { label: t('Jobb'), value: `${kase.job_code} ${t(kase.job_name)}` },
    { label: t('Adress'), value: kase.address ?? '' },
    { label: t('Referens'), value: kase.reference ?? '' },
  ]
  return maskTexts(facts.map(({ label, value }) => ({ label, value: oneLine(value) }))).filter(
    ({ value }) => value !== '',
  )
}

/** The footer: who sends, and why this reader gets the mail. */
function footOf(t: Translate, reader: Reader, kase: CaseRow, about: About): string[] {
  const owner = about.ownerName
  const company = kase.company_name
  const why = {
    responsible: t('Elanmälan skickar mejlet för {owner}. Du får det för att du är ansvarig för ärendet.', { owner }),
    responsibleCover: t('Elanmälan skickar mejlet för {owner}. Du får det för att du vikarierar för den ansvariga.', {
      owner,
    }),
    handler: t('Elanmälan skickar mejlet för {owner}. Du får det för att ärendet är lämnat till dig.', { owner }),
    cover: t('Elanmälan skickar mejlet för {owner}. Du får det för att du vikarierar för handläggaren.', { owner }),
    team: t('Elanmälan skickar mejlet för {owner}. Du får det för att ingen har tagit ärendet än.', { owner }),
    company: t('Elanmälan skickar mejlet för {owner}. Ni får det för att ärendet hör till {company}.', {
      owner,
      company,
    }),
    area: t('Elanmälan skickar mejlet för {company}. Ni får det för att ärendet ligger i ert nätområde.', { company }),
  }
  return [why[reader.as], t('Mejlet går inte att svara på. Skriv en notering i ärendet i stället.')]
}
