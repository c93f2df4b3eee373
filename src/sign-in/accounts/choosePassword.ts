import type { Request } from 'express'
import { asSystem, type Tx } from '../../db/actor.ts'
import { promiseAccountMail, type Addressee } from '../../mail/accountMail.ts'
import { linkTo } from '../../mail/addresses.ts'
import type { Form } from '../../web/pages.ts'
import type { Translate } from '../../language/i18n.ts'
import { record } from './events.ts'
import { rulesFor, type Chooser } from './passwordRules.ts'
import { verifyPassword } from './passwords.ts'
import { policyOf } from './policy.ts'

interface Account extends Addressee {
  id: number
  username: string
  tenant: string
  password_hash: string | null
  has_second_step: boolean
  password_policy: object
}

/** The one who is to choose a password, with what the rules ask about them. */
export interface Choosing extends Chooser {
  account: Account
}

export async function choosingOf(userId: number): Promise<Choosing> {
  const account = (await asSystem('auth', (tx) =>
    tx('users as u')
      .leftJoin('companies as c', 'c.id', 'u.company_id')
      .leftJoin('owners as o', 'o.id', 'u.owner_id')
      .where({ 'u.id': userId })
      .first(
        'u.id',
        'u.username',
        'u.name',
        'u.email',
        'u.locale',
        'u.company_id',
        'u.owner_id',
        'u.password_hash',
        tx.raw(`coalesce(c.name, o.name, 'Elanmälan') as tenant`),
        tx.raw(`coalesce(c.password_policy, o.password_policy, '{}') as password_policy`),
        tx.raw(`exists (select from totp_secrets t where t.user_id = u.id and t.confirmed_at is not null)
          or exists (select from passkeys p where p.user_id = u.id) as has_second_step`),
      ),
  )) as Account
  return {
    account,
    policy: policyOf(account.password_policy),
    hasSecondStep: account.has_second_step,
    names: [account.name ?? '', account.username, account.tenant],
  }
}

/** What the two inputs of a new password hold. */
export interface Typed {
  password: string
  repeat: string
}

/** What is wrong with a new password, by input; nothing: it may be set. The same rules as the list on the page. */
export async function errorsOf(typed: Typed, choosing: Choosing, t: Translate): Promise<Form['errors']> {
  const rules = await rulesFor(typed.password, choosing)
  const broken = rules.filter(({ state }) => state === 'wrong')
  if (broken.length > 0) {
    const what = broken.map(({ text, params }) => t(text, params).toLowerCase()).join('; ')
    return { password: t('Lösenordet duger inte än: {what}.', { what }) }
  }
  if (typed.repeat !== typed.password) return { repeat: t('Lösenorden är inte lika.') }
  const { account, policy } = choosing
  if (await isFormer(account, policy.history, typed.password)) {
    return { password: t('Du har haft lösenordet förut. Välj ett nytt.') }
  }
  return {}
}

/** Is it the present password, or one of the former within the policy's memory? */
async function isFormer({ id, password_hash: present }: Account, history: number, typed: string): Promise<boolean> {
  if (history === 0) return false
  const former = (await asSystem('auth', (tx) =>
    tx('password_history')
      .where({ user_id: id })
      .orderBy('id', 'desc')
      .limit(history - 1)
      .pluck('password_hash'),
  )) as string[]
  for (const hash of [present, ...former]) if (hash !== null && (await verifyPassword(hash, typed))) return true
  return false
}

/**
 * Sets a password. All the person's sessions, steps, links and temporary passwords end with it (trigger end_sessions);
 * the person is told by mail (M16), for it may not have been them.
 */
export async function setPassword(tx: Tx, { account }: Choosing, hash: string, req: Request): Promise<void> {
  if (account.password_hash !== null) {
    await tx('password_history').insert({ user_id: account.id, password_hash: account.password_hash })
  }
  await tx('users')
    .where({ id: account.id })
    .update({ password_hash: hash, password_changed_at: tx.raw('now()') })
  await record(tx, account.id, 'password-changed', { req })
  if (account.password_hash === null || !account.email) return
  await promiseAccountMail(tx, 'M16', account, (t) => ({
    subject: t('Ditt lösenord till Elanmälan är bytt'),
    title: t('Lösenordet är bytt'),
    lead: [
      t('Lösenordet för {username} byttes nyss. Du är utloggad på alla andra enheter.', { username: account.username }),
    ],
    next: t('Var det inte du? Begär ett nytt lösenord genast och hör av dig till din administratör.'),
    button: { label: t('Glömt lösenord'), link: linkTo('/password/forgotten') },
    foot: t('Du får mejlet för att något viktigt har ändrats på ditt konto.'),
  }))
}
