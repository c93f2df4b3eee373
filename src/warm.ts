import { getWholeCase } from './cases/page/caseQuery.ts'
import { asActor, type InstallerActor, type OwnerActor } from './db/actor.ts'
import { WARM_CONNECTIONS } from './db/shares.ts'
import { listInbox } from './inbox/queries.ts'
import { translators } from './language/i18n.ts'
import { listOf } from './lists/address.ts'
import { readList } from './lists/page.ts'
import { sessionOf } from './sign-in/accounts/sessions.ts'
import { newToken } from './sign-in/accounts/tokens.ts'

// Nobody's: row level security gives them no rows, so that the plans are made and nothing is read.
const nobody = { userId: 0, username: '', name: '', locale: 'sv', isAdmin: false, tenantName: '' } as const
const NOBODIES: (OwnerActor | InstallerActor)[] = [
  { ...nobody, side: 'owner', sets: ['H'], companyId: null, ownerId: 0 },
  { ...nobody, side: 'installer', companyId: 0, ownerId: null },
]

/**
 * Asks for what most pages ask for, on as many connections as stay open: the first people after a start find the tables
 * known there, and the statements prepared (a text is named when it comes a second time).
 */
export async function warm(): Promise<void> {
  for (let time = 0; time < 2; time += 1) {
    await Promise.all(Array.from({ length: WARM_CONNECTIONS }, () => sessionOf(newToken())))
    for (const actor of NOBODIES) await Promise.all(Array.from({ length: WARM_CONNECTIONS }, () => askAs(actor)))
  }
}

function askAs(actor: OwnerActor | InstallerActor): Promise<void> {
  return asActor(actor, async (tx) => {
    await listInbox(tx, actor)
    for (const query of [{}, { group: 'none' }])
      await readList(tx, listOf('all', actor.side, query), actor, translators.sv)
    // There is no such case: its first statement is what can be prepared.
    await getWholeCase(tx, actor, '').catch(() => undefined)
  })
}
