import { asSystem, type Tx } from '../db/actor.ts'
import type { Entry } from '../db/columnTypes.ts'
import type { MailRow, UserRow } from '../db/rowTypes.ts'
import { translators } from '../language/i18n.ts'
import { choicesLink, linkTo, newMessageId, oneLine } from './addresses.ts'
import { drawPage } from './templates.ts'

/** When the daily digest is due, in Swedish time. Mails gathered later wait for the next. */
const DUE = `(date_trunc('day', app.now() at time zone 'Europe/Stockholm') + time '07:00') at time zone 'Europe/Stockholm'`
/** SQL: gathered before that hour and no longer undoable; or part of a bulk action. */
const SETTLED = `case when gather_until is null
    then app.now() >= ${DUE} and created_at < ${DUE} and (send_after is null or send_after <= app.now())
    else gather_until <= app.now() end`

/**
 * Creates the daily digests (M17): one mail per person with what was gathered since the last. Runs every minute: before
 * seven there is nothing due, and a worker that was down at seven catches up.
 * @returns the number of digests
 */
export async function sendDigests(): Promise<number> {
  const waiting = await asSystem('worker', async (tx) => {
    const { rows } = await tx.raw<{ rows: { user_id: number }[] }>(
      `select distinct user_id from mail_messages
        where status = 'gathered' and ${SETTLED} order by user_id`,
    )
    return rows.map(({ user_id: id }) => id)
  })
  let promised = 0
  // One transaction each: one person's rendering error must not block the others.
  for (const id of waiting) if (await asSystem('worker', (tx) => digestFor(tx, id))) promised += 1
  return promised
}

type Gathered = MailRow & { entry: Entry }
type Reader = Pick<UserRow, 'id' | 'name' | 'email' | 'locale' | 'company_id' | 'owner_id'> & {
  quiet_until: Date | null
}

/** Digest and marking are one transaction: of two concurrent workers the second finds the rows taken. */
async function digestFor(tx: Tx, userId: number): Promise<boolean> {
  const { rows: gathered } = await tx.raw<{ rows: Gathered[] }>(
    `select * from mail_messages where user_id = ? and status = 'gathered' and ${SETTLED}
      order by id for update skip locked`,
    [userId],
  )
  const reader = (await tx<UserRow>('users')
    .where({ id: userId })
    .first(
      'id',
      'name',
      'email',
      'locale',
      'company_id',
      'owner_id',
      tx.raw('app.quiet_until(quiet_from, quiet_to) as quiet_until'),
    )) as Reader | undefined
  if (gathered.length === 0 || !reader?.email) return false
  const [digest] = (await tx('mail_messages')
    .insert({ ...(await draw(reader, reader.email, gathered, tx.now)), to_address: oneLine(reader.email) })
    .returning('id')) as { id: number }[]
  await tx('mail_messages')
    .whereIn(
      'id',
      gathered.map(({ id }) => id),
    )
    .update({ status: 'digested', digest_id: digest!.id })
  return true
}

async function draw(reader: Reader, email: string, gathered: Gathered[], at: Date) {
  const t = translators[reader.locale]
  const n = gathered.length
  // A bulk action's mail is one letter too, but not the daily digest.
  const isDaily = gathered.some(({ gather_until: at }) => at === null)
  const title = t('En händelse i dina ärenden|{n} händelser i dina ärenden', { n })
  return {
    template: 'M17',
    company_id: reader.company_id,
    owner_id: reader.owner_id,
    user_id: reader.id,
    audience: 'none' as const,
    to_name: oneLine(reader.name),
    subject: t('Elanmälan: {title}', { title }),
    send_after: reader.quiet_until,
    message_id: newMessageId(),
    ...(await drawPage({
      t,
      lang: reader.locale,
      letter: { title, lead: isDaily ? [t('Det här har hänt sedan ditt förra samlade mejl.')] : [], next: '' },
      greeting: t('Hej {name},', { name: oneLine(reader.name).split(' ')[0]! }),
      reasons: [],
      comment: '',
      commentBy: '',
      facts: [],
      button: t('Öppna inkorgen'),
      link: linkTo('/inbox'),
      foot: [
        ...(isDaily ? [t('Du får mejlet en gång om dagen för att du har valt det.')] : []),
        t('Mejlet går inte att svara på. Skriv en notering i ärendet i stället.'),
      ],
      choices: choicesLink(reader.id, email, at),
      entries: gathered.map(({ entry }) => entry),
    })),
  }
}
