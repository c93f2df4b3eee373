import type { Request } from 'express'
import type { Tx } from '../../db/actor.ts'
import { promiseAccountMail, type Addressee } from '../../mail/accountMail.ts'
import { linkTo } from '../../mail/addresses.ts'
import { tellAdmins } from './alerts.ts'
import { record } from './events.ts'
import { invitationLink } from './invitations.ts'
import { hashOf, newToken } from './tokens.ts'

export const WAY_BACK_DAYS = 7

type Person = Omit<Addressee, 'email' | 'name'> & { id: number; name: string; email: string | null }

async function personOf(tx: Tx, id: number): Promise<Person> {
  const columns = ['id', 'name', 'email', 'locale', 'company_id', 'owner_id'] as const
  return (await tx('users').where({ id }).forUpdate().first(columns))!
}

/**
 * A person's mail goes to another address from now on, by their own confirmation or by an administrator (`by`). What was
 * sent to the old one and opens the account is worth nothing any more, but for the way back that it is told now. As 'auth'.
 */
export async function changeAddress(
  tx: Tx,
  id: number,
  email: string,
  { req, by }: { req: Request; by?: { name: string; userId: number } },
): Promise<void> {
  const person = await personOf(tx, id)
  if (person.email === email) return
  await tx('one_time_links').where({ user_id: id }).whereNot({ purpose: 'email-back' }).delete()
  await tx('temporary_passwords').where({ user_id: id }).delete()
  await tx('users').where({ id }).update({ email })
  await record(tx, id, 'email-changed', { req, ...(by && { by }) })
  if (person.email !== null) await tellOld(tx, { ...person, email: person.email }, by?.name)
  if (by) {
    await promiseAccountMail(tx, 'M16', { ...person, email }, (t) => ({
      subject: t('Din e-postadress i Elanmälan är bytt'),
      title: t('E-postadressen är bytt'),
      lead: [t('{name} har ändrat vart din e-post från Elanmälan går.', { name: by.name })],
      next: t('Stämmer det inte? Hör av dig till din administratör.'),
      foot: t('Du får mejlet för att något viktigt har ändrats på ditt konto.'),
    }))
  }
  await tellAdmins(tx, tenant(person), {
    what: (t) => t('E-postadressen för {person} är bytt', { person: person.name }),
    by: by?.name ?? person.name,
    req,
  })
}

const tenant = ({ company_id = null, owner_id = null }: Person) => ({ company_id, owner_id })

async function tellOld(tx: Tx, person: Person & { email: string }, by: string | undefined): Promise<void> {
  const token = newToken()
  await tx('one_time_links').insert({
    token_hash: hashOf(token),
    user_id: person.id,
    purpose: 'email-back',
    email: person.email,
    created_at: tx.raw('now()'),
    expires_at: tx.raw('now() + make_interval(days => ?)', [WAY_BACK_DAYS]),
  })
  await promiseAccountMail(tx, 'M16', person, (t) => ({
    subject: t('Din e-postadress i Elanmälan är bytt'),
    title: t('E-postadressen är bytt'),
    lead: [
      by === undefined
        ? t('Din e-post från Elanmälan går från och med nu till en annan adress.')
        : t('{name} har ändrat vart din e-post från Elanmälan går.', { name: by }),
    ],
    next: t(
      'Är det fel? Tryck på knappen inom {n} dagar. Då gäller den här adressen igen, alla loggas ut från ditt konto och du väljer ett nytt lösenord.',
      { n: WAY_BACK_DAYS },
    ),
    button: { label: t('Det var inte jag'), link: linkTo(`/email/back/${token}`) },
    foot: t('Du får mejlet för att något viktigt har ändrats på ditt konto.'),
  }))
}

export interface WayBack {
  user_id: number
  name: string
  email: string
  created_at: Date
}

/** Whom a way back is for, while it is good; also of a closed account, which it does not open. */
export async function wayBackOf(tx: Tx, token: string): Promise<WayBack | undefined> {
  return (await tx('one_time_links as l')
    .join('users as u', 'u.id', 'l.user_id')
    .where({ 'l.token_hash': hashOf(token), 'l.purpose': 'email-back' })
    .whereRaw('l.expires_at > now()')
    .first('l.user_id', 'u.name', 'l.email', 'l.created_at')) as WayBack | undefined
}

/**
 * The person who reads the old address takes the account back: the address, and everything that could open the account and
 * came after it was changed. Nobody is inside, and a new password is chosen.
 * @returns where it is chosen; null when the account is closed; undefined when the link is spent
 */
export async function takeBackAddress(tx: Tx, token: string, req: Request): Promise<string | null | undefined> {
  const link = await wayBackOf(tx, token)
  if (!link) return undefined
  const person = await personOf(tx, link.user_id)
  const spent = await tx('one_time_links')
    .where({ token_hash: hashOf(token) })
    .delete()
  if (spent === 0) return undefined
  await forgetSince(tx, link)
  await tx('users').where({ id: person.id }).update({ email: link.email, password_hash: null })
  await record(tx, person.id, 'email-restored', { req })
  if (person.email !== null) await tellOf(tx, { ...person, email: person.email })
  await tellAdmins(tx, tenant(person), {
    what: (t) => t('{person} har bytt tillbaka sin e-postadress: bytet var fel', { person: person.name }),
    by: person.name,
    req,
  })
  const isOpen = await tx('users')
    .where({ id: person.id, active: true })
    .whereRaw('app.tenant_open(company_id, owner_id)')
    .first('id')
  return isOpen ? invitationLink(tx, person.id) : null
}

/** Older ways back stay good: whoever has changed the address twice is undone by the one who had it first. */
async function forgetSince(tx: Tx, { user_id, created_at }: WayBack): Promise<void> {
  await tx('one_time_links')
    .where({ user_id })
    .where((each) => each.whereNot({ purpose: 'email-back' }).orWhere('created_at', '>=', created_at))
    .delete()
  for (const table of ['temporary_passwords', 'sessions', 'sign_in_steps']) await tx(table).where({ user_id }).delete()
  for (const table of ['passkeys', 'oidc_identities']) {
    await tx(table).where({ user_id }).where('created_at', '>=', created_at).delete()
  }
  const apps = await tx('totp_secrets')
    .where({ user_id })
    .where((each) => each.whereNull('confirmed_at').orWhere('confirmed_at', '>=', created_at))
    .delete()
  if (apps > 0) await tx('recovery_codes').where({ user_id }).delete()
}

function tellOf(tx: Tx, person: Person & { email: string }): Promise<void> {
  return promiseAccountMail(tx, 'M16', person, (t) => ({
    subject: t('E-postadressen är bytt tillbaka'),
    title: t('E-postadressen är bytt tillbaka'),
    lead: [t('Kontots förra e-postadress gäller igen, för bytet var fel. Alla är utloggade från kontot.')],
    next: t('Hör av dig till din administratör om du undrar.'),
    foot: t('Du får mejlet för att något viktigt har ändrats på ditt konto.'),
  }))
}
