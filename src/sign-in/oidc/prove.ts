import type { Request, Response } from 'express'
import { opened } from '../accounts/heldForm.ts'
import { markProven } from '../accounts/recentProof.ts'
import { countUse } from '../../web/rateLimits.ts'
import { hashOf, isToken } from '../accounts/tokens.ts'
import { asSystem } from '../../db/actor.ts'
import { lookOfId } from '../entrance/queries.ts'
import { NotFound } from '../../web/errors.ts'
import { flash } from '../../web/flash.ts'
import { actorOf, ownerSideOf } from '../../web/guards.ts'
import { log } from '../../log.ts'
import { routes } from '../../web/routes.ts'
import { render } from '../../web/views.ts'
import { getProvider, isKnownAs, type Claims, type Provider } from './queries.ts'
import { askProvider, type Asked } from './requests.ts'

/**
 * Re-authentication for who has no password here: they sign in at the owner's provider once more, and the form that waited
 * goes on. /profile/proof/provider
 */
export const provesAtProvider = routes('/profile/proof/provider', { for: 'self' })

provesAtProvider.get('/back/:token', {}, async (req, res) => {
  const sealed = (await heldBy(req)).toString('base64url')
  const { path } = opened(sealed) ?? { path: '/profile' }
  await render(res, 'sign-in/proven', { title: res.locals.t('Tack'), action: path, held: sealed })
})

provesAtProvider.get('/:token', {}, async (req, res) => {
  await heldBy(req)
  const { ownerId } = ownerSideOf(req)
  const settings = await getProvider(ownerId, true)
  if (!settings) throw new NotFound()
  if ((await countUse('oidc-proof', String(req.session!.id), 20, 900)) > 0) {
    back(res, 'För många försök. Vänta en kvart.')
    return
  }
  const asking = { next: `/profile/proof/provider/back/${req.params.token}`, proofSession: req.session!.id }
  try {
    res.redirect(303, await askProvider(res, settings, await lookOfId(ownerId), asking))
  } catch (error) {
    log.warn({ owner: ownerId, err: error }, 'the sign-in provider cannot be used')
    back(res, 'Inloggningen hos {label} svarar inte just nu.', { label: settings.label })
  }
})

/** The form that waits for this session; of another's, or gone, it is a page that is not there. */
async function heldBy(req: Request): Promise<Buffer> {
  const { token } = req.params
  if (typeof token !== 'string' || !isToken(token)) throw new NotFound()
  const row = (await asSystem('auth', (tx) =>
    tx('held_forms')
      .where({ token_hash: hashOf(token), session_id: req.session!.id })
      .whereRaw('expires_at > now()')
      .first('held'),
  )) as { held: Buffer } | undefined
  if (!row) throw new NotFound()
  return row.held
}

interface Answered {
  asked: Asked
  claims: (Claims & { signedInAt: number | null }) | null
  settings: Provider
}

/** Clocks differ a little: ours and the provider's. */
const LEEWAY = 60

/** At the callback: the same person, in the session that asked, who has signed in since they were asked to. */
export async function provedAt(req: Request, res: Response, { asked, claims, settings }: Answered): Promise<void> {
  if (!req.session || req.session.id !== asked.proofSession) throw new NotFound()
  const isThem = claims !== null && (await isKnownAs(settings, claims.subject, actorOf(req).userId))
  const isNow = claims?.signedInAt != null && claims.signedInAt >= asked.at.getTime() / 1000 - LEEWAY
  if (isThem && isNow) {
    await markProven(req)
    res.redirect(303, asked.next)
    return
  }
  log.warn({ owner: settings.ownerId, isThem, isNow }, 're-authentication at a provider failed')
  back(res, 'Inloggningen hos {label} visade inte att det är du, och nyss. Försök igen.', { label: settings.label })
}

function back(res: Response, sentence: string, params: Record<string, string> = {}): void {
  flash(res, 'error', sentence, params)
  res.redirect(303, '/profile')
}
