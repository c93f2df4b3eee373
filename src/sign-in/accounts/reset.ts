import { createHash, randomInt } from 'node:crypto'
import { asSystem } from '../../db/actor.ts'
import { promiseAccountMail } from '../../mail/accountMail.ts'
import { linkTo } from '../../mail/addresses.ts'
import { record } from './events.ts'
import { openAccount, sendInvitation } from './invitations.ts'

const MINUTES = 45

/**
 * The worker's half of a forgotten password (M13): a temporary password, good once and for three quarters of an hour,
 * which opens nothing but the page where a new one is chosen. The old one works until then, so that nobody is locked out
 * by another's asking. A name that nobody has, or that is closed, gets nothing; whoever never chose a password gets a new
 * invitation.
 */
export async function sendTemporaryPassword(username: string): Promise<void> {
  await asSystem('auth', async (tx) => {
    const person = await openAccount(tx, { 'u.username': username.trim().toLowerCase() })
    if (!person) return
    if (person.password_hash === null) {
      if (person.tenant) await sendInvitation(tx, person)
      return
    }
    const secret = newTemporary()
    const row = {
      user_id: person.id,
      secret_hash: hashTemporary(secret),
      created_at: tx.raw('now()'),
      expires_at: tx.raw('now() + make_interval(mins => ?)', [MINUTES]),
    }
    await tx('temporary_passwords').insert(row).onConflict('user_id').merge()
    await record(tx, person.id, 'reset-asked')
    await promiseAccountMail(tx, 'M13', person, (t) => ({
      subject: t('Tillfälligt lösenord till Elanmälan'),
      title: t('Tillfälligt lösenord'),
      lead: [t('Någon, troligen du, har begärt ett nytt lösenord till Elanmälan.')],
      next: t(
        'Logga in med det tillfälliga lösenordet inom {n} minuter, så får du välja ett nytt. Ditt gamla lösenord gäller tills dess.',
        {
          n: MINUTES,
        },
      ),
      facts: [
        { label: t('Användarnamn'), value: person.username },
        { label: t('Tillfälligt lösenord'), value: secret },
      ],
      button: { label: t('Logga in'), link: linkTo('/sign-in') },
      foot: t('Var det inte du? Då behöver du inte göra något.'),
    }))
  })
}

// Without what is easily mistaken for something else: 0 O o, 1 l I. Twenty-four of these 32 signs are 120 bits.
const SIGNS = 'abcdefghijkmnpqrstuvwxyz23456789'

function newTemporary(): string {
  const groups = Array.from({ length: 4 }, () =>
    Array.from({ length: 6 }, () => SIGNS[randomInt(SIGNS.length)]).join(''),
  )
  return groups.join('-')
}

/** It is random, so a plain hash is as good as a slow one: nobody can guess their way to 120 bits (ASVS 6.5.2). */
export function hashTemporary(secret: string): Buffer {
  return createHash('sha256').update(secret.trim().toLowerCase()).digest()
}
