import { invitationLink } from '../sign-in/accounts/invitations.ts'
import { tellAdmins } from '../sign-in/accounts/alerts.ts'
import { alikeFacts, alikeInTenant } from '../sign-in/accounts/names.ts'
import { record } from '../sign-in/accounts/events.ts'
import { asSystem } from '../db/actor.ts'
import { freeUsername, usernameOf } from '../users/username.ts'

/**
 * Somebody who runs the platform, with a link to choose a password at. There is no page for this: whoever may reach the
 * database may make operators, and nobody else. Signing in demands a second step (src/sign-in/accounts/completeSignIn.ts).
 * @throws Error with a plain sentence for an address that an operator has already
 */
export async function addOperator(person: {
  name: string
  email: string
}): Promise<{ username: string; link: string }> {
  return asSystem('auth', async (tx) => {
    const same = await tx('users').where({ kind: 'operator', email: person.email, active: true }).first('username')
    if (same) throw new Error(`There is an operator with that address already: ${same.username}.`)
    const username = await freeUsername(tx, usernameOf(person.name))
    const [{ id }] = (await tx('users')
      .insert({ ...person, username, kind: 'operator' })
      .returning('id')) as [{ id: number }]
    await record(tx, id, 'created', { by: { name: 'operator:add' } })
    const alike = await alikeInTenant(tx, { company_id: null, owner_id: null }, [{ id, name: person.name }])
    await tellAdmins(
      tx,
      { company_id: null, owner_id: null },
      {
        what: (t) => t('{person} är upplagd som driftansvarig', { person: person.name }),
        facts: (t) => alikeFacts(t, alike),
        by: 'operator:add',
      },
    )
    return { username, link: await invitationLink(tx, id) }
  })
}
