import { asSystem, type Tx } from '../../db/actor.ts'
import { promiseAccountMail, type Addressee } from '../../mail/accountMail.ts'
import { linkTo } from '../../mail/addresses.ts'
import { hashOf, newToken } from './tokens.ts'

const DAYS = 7

export interface Invited extends Addressee {
  id: number
  username: string
  tenant: string
}

/**
 * Sends account details (M12): the user name, and a link that is good for seven days and spent by choosing a password,
 * not by being opened, so that a mail robot cannot burn it. A new invitation ends the one before.
 */
export async function invite(userId: number): Promise<void> {
  await asSystem('auth', async (tx) => {
    const person = await openAccount(tx, { 'u.id': userId })
    if (person) await sendInvitation(tx, person)
  })
}

export async function sendInvitation(tx: Tx, person: Invited): Promise<void> {
  const link = await invitationLink(tx, person.id)
  await promiseAccountMail(tx, 'M12', person, (t) => ({
    subject: t('Dina inloggningsuppgifter till Elanmälan'),
    title: t('Välkommen till Elanmälan'),
    lead: [t('{tenant} har gett dig ett konto. Välj ett lösenord så är du inne.', { tenant: person.tenant })],
    next: t('Länken fungerar en gång, i {n} dagar. Sedan kan din administratör skicka en ny.', { n: DAYS }),
    facts: [{ label: t('Användarnamn'), value: person.username }],
    button: { label: t('Välj lösenord'), link },
    foot: t('Du får mejlet för att {tenant} har lagt upp dig som användare i Elanmälan.', { tenant: person.tenant }),
  }))
}

/** Where a person chooses their password, once; the link before it is of no use any more. */
export async function invitationLink(tx: Tx, userId: number): Promise<string> {
  const token = newToken()
  await tx('one_time_links').where({ user_id: userId, purpose: 'invitation' }).delete()
  await tx('one_time_links').insert({
    token_hash: hashOf(token),
    user_id: userId,
    purpose: 'invitation',
    created_at: tx.raw('now()'),
    expires_at: tx.raw('now() + make_interval(days => ?)', [DAYS]),
  })
  await tx('users').where({ id: userId }).update({ invited_at: tx.now })
  return linkTo(`/invitation/${token}`)
}

/** A person whose account and tenant are open and who can be reached, by id or user name. */
export async function openAccount(
  tx: Tx,
  which: object,
): Promise<(Invited & { password_hash: string | null }) | undefined> {
  return (await tx('users as u')
    .leftJoin('companies as c', 'c.id', 'u.company_id')
    .leftJoin('owners as o', 'o.id', 'u.owner_id')
    .where({ ...which, 'u.active': true })
    .whereNotNull('u.email')
    .whereRaw(`app.tenant_open(u.company_id, u.owner_id)`)
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
    )) as (Invited & { password_hash: string | null }) | undefined
}
