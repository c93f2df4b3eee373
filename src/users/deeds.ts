import type { Request } from 'express'
import { tellAdmins, tenantOf } from '../sign-in/accounts/alerts.ts'
import { record } from '../sign-in/accounts/events.ts'
import { asksProof } from '../sign-in/accounts/recentProof.ts'
import { countUse } from '../web/rateLimits.ts'
import { asActor, asSystem, type Tx } from '../db/actor.ts'
import { tellOfChange } from '../sign-in/two-step/queries.ts'
import { flash } from '../web/flash.ts'
import { partyOf } from '../web/guards.ts'
import type { Translate } from '../language/i18n.ts'
import { keyOf, once } from '../web/once.ts'
import { routes } from '../web/routes.ts'
import { sendDetails } from './create.ts'
import { PersonPath, USERS } from './forms.ts'
import { getPerson } from './queries.ts'

/** What an administrator does to somebody's account, at …/users: new account details, out everywhere, a lost phone. */
export const deeds = routes(USERS, { proof: asksProof() })

deeds.post('/:id/invite', {}, async (req, res) => {
  const actor = partyOf(req)
  const { id } = PersonPath.parse(req.params)
  const tooMany = (await countUse('invite', String(id), 5, 3600)) > 0
  const name = await asActor(actor, async (tx) => {
    const person = await getPerson(tx, id)
    if (person.active && !tooMany) {
      await once(tx, actor, keyOf(req), async () => {
        await sendDetails(tx, actor, id, req)
        await tell(tx, req, (t) => t('Inloggningsuppgifter skickade till {person}', { person: person.name }))
        return req.baseUrl
      })
    }
    return person.name
  })
  if (tooMany) flash(res, 'error', 'Inloggningsuppgifter har skickats flera gånger den senaste timmen. Vänta en stund.')
  else flash(res, 'success', 'Inloggningsuppgifter är på väg till {name}.', { name })
  res.redirect(303, req.baseUrl)
})

deeds.post('/:id/sign-out', {}, async (req, res) => {
  const actor = partyOf(req)
  const { id } = PersonPath.parse(req.params)
  const { name } = await asActor(actor, (tx) => getPerson(tx, id))
  await asSystem('auth', async (tx) => {
    await tx('sessions').where({ user_id: id }).delete()
    await record(tx, id, 'sessions-ended', { req, by: actor })
    await tell(tx, req, (t) => t('{person} är utloggad överallt', { person: name }))
  })
  flash(res, 'success', '{name} är utloggad överallt.', { name })
  res.redirect(303, req.baseUrl)
})

// A lost phone: whoever vouches for the person takes the second step away, and the person is told.
deeds.post('/:id/two-step-off', {}, async (req, res) => {
  const actor = partyOf(req)
  const { id } = PersonPath.parse(req.params)
  const { name } = await asActor(actor, (tx) => getPerson(tx, id))
  await asSystem('auth', async (tx) => {
    for (const table of ['totp_secrets', 'recovery_codes', 'passkeys', 'sessions', 'sign_in_steps']) {
      await tx(table).where({ user_id: id }).delete()
    }
    await record(tx, id, 'two-step-off', { req, by: actor })
    await tellOfChange(tx, id, false)
    await tell(tx, req, (t) => t('Tvåstegsinloggningen för {person} är borttagen', { person: name }))
  })
  flash(res, 'success', 'Tvåstegsinloggningen för {name} är borttagen.', { name })
  res.redirect(303, req.baseUrl)
})

function tell(tx: Tx, req: Request, what: (t: Translate) => string): Promise<void> {
  const actor = partyOf(req)
  return tellAdmins(tx, tenantOf(actor), { what, by: actor.name, req })
}
