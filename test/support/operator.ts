import { start } from '../../src/sign-in/accounts/sessions.ts'
import type { OperatorActor } from '../../src/db/actor.ts'
import { Client } from './client.ts'
import type { TestDatabase } from './database.ts'

/**
 * Olle, who runs the platform, signed in as with a passkey (a password alone does not let an operator in), who has just
 * shown his password.
 */
export async function anOperator(db: TestDatabase, address: string): Promise<{ olle: Client; actor: OperatorActor }> {
  const { password_hash } = (await db.owner('users').where({ username: 'eva.nordin' }).first('password_hash')) as {
    password_hash: string
  }
  const [user] = (await db
    .owner('users')
    .insert({
      username: 'olle.operator',
      kind: 'operator',
      name: 'Olle Operatör',
      email: 'olle@drift.example',
      password_hash,
    })
    .returning('id')) as { id: number }[]
  const olle = new Client(address)
  olle.carry('session', await start(user!.id, 3600, 'passkey', { userAgent: null, address: null }))
  await olle.proves()
  return {
    olle,
    actor: {
      userId: user!.id,
      username: 'olle.operator',
      name: 'Olle Operatör',
      locale: 'sv',
      isAdmin: false,
      side: 'operator',
      companyId: null,
      ownerId: null,
      tenantName: 'Elanmälan',
    },
  }
}
