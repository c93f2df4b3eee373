import type { Tx } from '../../db/actor.ts'
import type { Translate } from '../../language/i18n.ts'
import { promiseAccountMail } from '../../mail/accountMail.ts'

export interface Standing {
  /** Set up and confirmed, when. */
  since: Date | null
  /** Does the tenant demand a second step of everybody? */
  required: boolean
  username: string
}

export async function standingOf(tx: Tx, userId: number): Promise<Standing> {
  return (await tx('users as u')
    .leftJoin('companies as c', 'c.id', 'u.company_id')
    .leftJoin('owners as o', 'o.id', 'u.owner_id')
    .leftJoin('totp_secrets as t', 't.user_id', 'u.id')
    .where({ 'u.id': userId })
    .first(
      'u.username',
      't.confirmed_at as since',
      tx.raw('coalesce(c.two_step_required, o.two_step_required, true) as required'),
    )) as Standing
}

/** M16: something that decides who gets into the account has changed. */
export async function tellOfChange(tx: Tx, userId: number, isOn: boolean): Promise<void> {
  await tell(tx, userId, (t) => ({
    title: isOn ? t('Tvåstegsinloggning är på') : t('Tvåstegsinloggning är av'),
    lead: isOn
      ? t('Från och med nu behövs en kod från din app när du loggar in.')
      : t('Det behövs inte längre någon kod när du loggar in.'),
    next: t('Var det inte du? Byt lösenord och hör av dig till din administratör genast.'),
    foot: t('Du får mejlet för att något viktigt har ändrats på ditt konto.'),
  }))
}

/** M16: a hundred wrong codes in a day. */
export async function tellOfGuesses(tx: Tx, userId: number): Promise<void> {
  await tell(tx, userId, (t) => ({
    title: t('Någon gissar koder till ditt konto'),
    lead: t('Det har kommit hundra felaktiga koder i dag. Koder tas inte emot förrän i morgon; en passkey fungerar.'),
    next: t('Någon som gissar har ditt lösenord. Byt det, och hör av dig till din administratör.'),
    foot: t('Du får mejlet för att någon försöker komma in på ditt konto.'),
  }))
}

interface Said {
  title: string
  lead: string
  next: string
  foot: string
}

async function tell(tx: Tx, userId: number, words: (t: Translate) => Said): Promise<void> {
  const person = await tx('users').where({ id: userId }).first('name', 'email', 'locale', 'company_id', 'owner_id')
  if (!person?.email) return
  await promiseAccountMail(tx, 'M16', { ...person, email: person.email }, (t) => {
    const { title, lead, next, foot } = words(t)
    return { subject: title, title, lead: [lead], next, foot }
  })
}
