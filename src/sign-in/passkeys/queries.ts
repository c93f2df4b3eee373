import type { Tx } from '../../db/actor.ts'
import { promiseAccountMail } from '../../mail/accountMail.ts'

export interface PasskeyLine {
  id: string
  name: string
  created_at: Date
  last_used_at: Date | null
}

export interface Passkey extends PasskeyLine {
  user_id: number
  public_key: Buffer
  counter: number
  transports: string[]
}

export function listPasskeys(tx: Tx, userId: number): Promise<Passkey[]> {
  return tx<Passkey>('passkeys').where({ user_id: userId }).orderBy('created_at').select()
}

/** The passkey of an account that may be entered. */
export async function findPasskey(tx: Tx, id: string): Promise<Passkey | undefined> {
  return (await tx('passkeys as p')
    .join('users as u', 'u.id', 'p.user_id')
    .where({ 'p.id': id, 'u.active': true })
    .whereRaw(`app.tenant_open(u.company_id, u.owner_id)`)
    .first('p.*')) as Passkey | undefined
}

/** M16: a new way into the account, or one less. */
export async function tellOfPasskey(tx: Tx, userId: number, name: string, isNew: boolean): Promise<void> {
  const person = (await tx('users').where({ id: userId }).first('name', 'email', 'locale', 'company_id', 'owner_id'))!
  if (person.email === null) return
  await promiseAccountMail(tx, 'M16', { ...person, email: person.email }, (t) => ({
    subject: isNew ? t('Du har en ny passkey') : t('En passkey är borttagen'),
    title: isNew ? t('Du har en ny passkey') : t('En passkey är borttagen'),
    lead: [
      isNew
        ? t('Passkeyn {name} öppnar ditt konto i Elanmälan från och med nu.', { name })
        : t('Passkeyn {name} öppnar inte längre ditt konto i Elanmälan.', { name }),
    ],
    next: t('Var det inte du? Byt lösenord och hör av dig till din administratör genast.'),
    foot: t('Du får mejlet för att något viktigt har ändrats på ditt konto.'),
  }))
}
