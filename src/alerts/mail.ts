import type { Tx } from '../db/actor.ts'
import type { Entry } from '../db/columnTypes.ts'
import { translators, type Translate } from '../language/i18n.ts'
import { caseLink, choicesLink, linkTo, newMessageId, oneLine, shortName } from '../mail/addresses.ts'
import { stronger } from '../mail/pace.ts'
import { drawPage, subjectLine } from '../mail/templates.ts'
import { maskTexts } from '../text/mask.ts'
import { listReaders, listTold, type Person, type Told } from './queries.ts'
import { alertInWords, alertTitle, quoteOf, type NewAlert } from './words.ts'

/** Lines of one mail; the rest stands in the inbox. */
const LINES = 50

/** M25: one mail to each person with a line for each alert, at the pace they have chosen. */
export async function mailAlerts(tx: Tx, told: NewAlert[]): Promise<void> {
  const ids = (of: (alert: NewAlert) => number) => [...new Set(told.map(of))]
  const people = await listReaders(
    tx,
    ids(({ user_id }) => user_id),
  )
  const cases = await listTold(
    tx,
    ids(({ case_id }) => case_id),
  )
  const known = new Map(cases.map((kase) => [kase.id, kase]))
  for (const person of people) {
    const pace = stronger(person.pace, person.minimum ?? 'never')
    const own = told.filter(({ user_id: id }) => id === person.id)
    if (pace !== 'never') await promise(tx, person, pace, own, known)
  }
}

async function promise(
  tx: Tx,
  person: Person,
  pace: 'now' | 'daily',
  own: NewAlert[],
  known: Map<number, Told>,
): Promise<void> {
  const t = translators[person.locale]
  const entries = own.slice(0, LINES).flatMap((alert) => {
    const kase = known.get(alert.case_id)
    return kase ? [entryOf(alert, kase, t)] : []
  })
  const left = own.length - entries.length
  const first = own[0]!
  const title =
    own.length === 1 ? alertTitle(first, t) : t('Påminnelser: {n} ärende|Påminnelser: {n} ärenden', { n: own.length })
  const letter = async (lines: Entry[], more: number) => ({
    template: 'M25',
    owner_id: person.owner_id,
    company_id: person.company_id,
    user_id: person.id,
    audience: 'none' as const,
    to_address: oneLine(person.email),
    to_name: oneLine(person.name),
    subject: subjectLine(t('Elanmälan: {title}', { title })),
    message_id: newMessageId(),
    ...(await drawPage({
      t,
      lang: person.locale,
      letter: { title, lead: [], next: more > 0 ? t('Och {n} till i inkorgen.', { n: more }) : '' },
      greeting: t('Hej {name},', { name: oneLine(person.name).split(' ')[0]! }),
      reasons: [],
      comment: '',
      commentBy: '',
      facts: [],
      button: t('Öppna inkorgen'),
      link: linkTo('/inbox'),
      foot: [t('Du väljer själv vad du påminns om, under Mejl till mig.'), t('Mejlet går inte att svara på.')],
      choices: choicesLink(person.id, person.email, tx.now),
      entries: lines,
    })),
  })
  const rows =
    pace === 'now'
      ? [{ ...(await letter(entries, left)), status: 'queued' as const, send_after: person.quiet_until }]
      : await Promise.all(
          entries.map(async (entry) => ({
            ...(await letter([entry], 0)),
            status: 'gathered' as const,
            entry: JSON.stringify(entry),
          })),
        )
  await tx('mail_messages').insert(rows)
}

function entryOf(alert: NewAlert, kase: Told, t: Translate): Entry {
  const quote = quoteOf(alert)
  return maskTexts({
    title: alertTitle(alert, t),
    lead: [alertInWords(alert, kase, t)],
    reasons: [],
    comment: quote?.text ?? '',
    commentBy: quote?.by ?? '',
    facts: [shortName(kase.owner_name), kase.ref, kase.address ?? '', kase.reference ?? '']
      .map(oneLine)
      .filter((fact) => fact !== ''),
    // A montör has no inbox, and finds the order among their own.
    link: alert.kind === 'order' ? linkTo('/owner/orders') : caseLink(kase.ref),
  })
}
