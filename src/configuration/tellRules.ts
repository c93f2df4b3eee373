import { isDeepStrictEqual } from 'node:util'
import { tellAdmins } from '../sign-in/accounts/alerts.ts'
import { record } from '../sign-in/accounts/events.ts'
import type { Tx } from '../db/actor.ts'
import type { Content } from './content.ts'

/** In whose name: an administrator, or the one who set the day. */
export interface Publisher {
  ownerId: number
  name: string
  /** None when the worker publishes on its day. */
  userId?: number
}

/** Of what is published the administrators are told what decides who gets in, and that one person may now decide alone. */
export async function tellOfRules(tx: Tx, by: Publisher, before: Content, after: Content): Promise<void> {
  const endsFourEyes = before.rules.fourEyes && !after.rules.fourEyes
  const isOther = !isDeepStrictEqual(before.passwords, after.passwords)
  if (!endsFourEyes && !isOther) return
  if (by.userId !== undefined)
    await record(tx, by.userId, 'policy-changed', { by: { name: by.name, userId: by.userId } })
  const tenant = { company_id: null, owner_id: by.ownerId }
  if (isOther) {
    await tellAdmins(tx, tenant, { what: (t) => t('Reglerna för lösenord och inloggning är ändrade'), by: by.name })
  }
  if (endsFourEyes) {
    await tellAdmins(tx, tenant, { what: (t) => t('En person räcker nu för att godkänna'), by: by.name })
  }
}
