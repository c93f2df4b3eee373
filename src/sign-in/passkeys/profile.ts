import { z } from 'zod'
import { tellAdminsOfOwn } from '../accounts/alerts.ts'
import { record } from '../accounts/events.ts'
import { asksProof } from '../accounts/recentProof.ts'
import { asSystem } from '../../db/actor.ts'
import { flash } from '../../web/flash.ts'
import { actorOf } from '../../web/guards.ts'
import { standingOf } from '../two-step/queries.ts'
import { listPasskeys, tellOfPasskey } from './queries.ts'
import { askForNew, keep } from './register.ts'
import { routes } from '../../web/routes.ts'

/** One's own passkeys: /profile/two-step/passkeys */
export const passkeys = routes('/profile/two-step/passkeys', { for: 'self', proof: asksProof() })

const HOME = '/profile/two-step'

// The answer to these names the person, so that nothing but this leads to a new passkey.
passkeys.post('/options', {}, async (req, res) => {
  const { userId: id, username, name } = actorOf(req)
  res.type('json').send(await askForNew(res, { id, username, name }))
})

passkeys.post('/', {}, async (req, res) => {
  const { userId, name } = actorOf(req)
  const kept = await keep(req, res, userId, async (tx) => {
    // Who is inside elsewhere may have come in by one step.
    await tx('sessions').where({ user_id: userId }).whereNot({ id: req.session!.id }).delete()
    await tellAdminsOfOwn(tx, req, (t) => t('{person} har en ny passkey', { person: name }))
  })
  if (kept) flash(res, 'success', 'Passkeyn är sparad. Du är utloggad på alla andra enheter.')
  else flash(res, 'error', 'Passkeyn kunde inte sparas. Försök igen.')
  res.redirect(303, HOME)
})

const Named = z.object({ id: z.string().max(1000).catch(''), name: z.string().trim().max(60).catch('') })

passkeys.post('/name', { proof: 'says what it is called; who gets in stays as it was' }, async (req, res) => {
  const { userId } = actorOf(req)
  const { id, name } = Named.parse(req.body)
  const renamed =
    name !== '' && (await asSystem('auth', (tx) => tx('passkeys').where({ id, user_id: userId }).update({ name }))) > 0
  if (renamed) flash(res, 'success', 'Passkeyn heter nu så.')
  else flash(res, 'error', 'Skriv vad passkeyn ska heta, högst 60 tecken.')
  res.redirect(303, HOME)
})

const Removal = z.object({ id: z.string().max(1000).catch('') })

passkeys.post('/remove', {}, async (req, res) => {
  const { userId, name } = actorOf(req)
  const { id } = Removal.parse(req.body)
  const outcome = await asSystem('auth', async (tx) => {
    const { since, required } = await standingOf(tx, userId)
    const mine = await listPasskeys(tx, userId)
    const passkey = mine.find((each) => each.id === id)
    if (!passkey) return 'gone'
    if (required && !since && mine.length === 1) return 'last'
    await tx('passkeys').where({ id, user_id: userId }).delete()
    await tx('sessions').where({ user_id: userId }).whereNot({ id: req.session!.id }).delete()
    await record(tx, userId, 'passkey-removed', { req })
    await tellAdminsOfOwn(tx, req, (t) => t('En passkey för {person} är borttagen', { person: name }))
    await tellOfPasskey(tx, userId, passkey.name, false)
    return 'removed'
  })
  if (outcome === 'last')
    flash(res, 'error', 'Din administratör har bestämt att alla ska ha ett andra steg. Ordna ett annat först.')
  else flash(res, 'success', 'Passkeyn är borttagen. Du är utloggad på alla andra enheter.')
  res.redirect(303, HOME)
})
