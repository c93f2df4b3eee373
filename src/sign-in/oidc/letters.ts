import type { Tx } from '../../db/actor.ts'
import { promiseAccountMail } from '../../mail/accountMail.ts'

/** M16: from now on somebody may come in from the provider as this person. */
export async function tellOfLink(tx: Tx, userId: number, label: string): Promise<void> {
  const person = (await tx('users').where({ id: userId }).first('name', 'email', 'locale', 'company_id', 'owner_id'))!
  if (person.email === null) return
  await promiseAccountMail(tx, 'M16', { ...person, email: person.email }, (t) => ({
    subject: t('Du loggar nu in med {label}', { label }),
    title: t('Du loggar nu in med {label}', { label }),
    lead: [t('Ditt konto i Elanmälan är kopplat till {label}, och öppnas därifrån.', { label })],
    next: t('Var det inte du? Hör av dig till din administratör genast.'),
    foot: t('Du får mejlet för att något viktigt har ändrats på ditt konto.'),
  }))
}
