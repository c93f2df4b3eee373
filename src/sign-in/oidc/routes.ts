import type { Request, Response } from 'express'
import * as client from 'openid-client'
import { enter } from '../accounts/completeSignIn.ts'
import { record } from '../accounts/events.ts'
import { ownPath } from '../accounts/ownPath.ts'
import { countUse, networkOf } from '../../web/rateLimits.ts'
import { asSystem } from '../../db/actor.ts'
import { lookOf } from '../entrance/queries.ts'
import type { Look } from '../entrance/look.ts'
import { NotFound } from '../../web/errors.ts'
import { flash } from '../../web/flash.ts'
import { log } from '../../log.ts'
import { configurationOf } from './client.ts'
import { tellOfLink } from './letters.ts'
import { provedAt } from './prove.ts'
import { getProvider, personOfClaims, type Claims, type Provider } from './queries.ts'
import { askProvider, callbackOf, takeRequest, type Asked } from './requests.ts'
import { routes } from '../../web/routes.ts'

/** Sign-in at a network owner's own provider (OpenID Connect, code flow with PKCE): /n/:owner/provider */
export const provider = routes('/n/:owner/provider', { for: 'anyone' })

const QUARTER = 900

// A link and no form: browsers hold a form's redirect to the policy form-action 'self'.
provider.get('/', {}, async (req, res) => {
  const { look, settings } = await providerAt(req)
  const next = typeof req.query['next'] === 'string' ? ownPath(req.query['next']) : '/'
  if ((await countUse('oidc', networkOf(req.ip ?? ''), 100, QUARTER)) > 0)
    return back(res, look, 'För många försök. Vänta en kvart.')
  try {
    const address = await askProvider(res, settings, look, { next, proofSession: null })
    res.redirect(303, address)
  } catch (error) {
    log.warn({ owner: settings.ownerId, code: codeOf(error) }, 'the sign-in provider cannot be used')
    await back(res, look, 'Inloggningen hos {label} svarar inte just nu.', { label: settings.label })
  }
})

provider.get('/callback', {}, async (req, res) => {
  const { look, settings } = await providerAt(req)
  const asked = await takeRequest(req, res, settings.ownerId)
  if (!asked) return back(res, look, 'Inloggningen avbröts eller tog för lång tid. Försök igen.')
  const claims = await claimsOf(req, settings, look, asked)
  if (asked.proofSession !== null) return provedAt(req, res, { asked, claims, settings })
  if (!claims) return back(res, look, 'Inloggningen hos {label} gick inte igenom.', { label: settings.label })
  const person = await asSystem('auth', async (tx) => {
    const found = await personOfClaims(tx, settings, claims)
    if (found && !found.linked) {
      await record(tx, found.id, 'provider-linked', { req, method: 'oidc' })
      await tellOfLink(tx, found.id, settings.label)
    }
    return found
  })
  if (!person) {
    log.warn({ owner: settings.ownerId }, 'somebody came from the sign-in provider whom we do not know')
    const why = 'Det finns inget öppet konto för dig här. Be din administratör lägga upp dig med samma e-postadress.'
    return back(res, look, why)
  }
  // The provider's word is enough where the owner demands two steps, and never in the place of a second step of one's own.
  const vouched = settings.twoSteps || claims.inTwoSteps
  const came = { userId: person.id, method: 'oidc', secondDone: false, mustChange: false, next: asked.next }
  await enter(req, res, came, { vouched })
})

async function providerAt(req: Request): Promise<{ look: Look; settings: Provider }> {
  const look = await lookOf(String(req.params['owner']))
  const settings = await getProvider(look.id, true)
  if (!settings) throw new NotFound()
  return { look, settings }
}

/** Trades the code for who it is; null when the provider said no, or said something that is not so. */
async function claimsOf(
  req: Request,
  settings: Provider,
  look: Look,
  asked: Asked,
): Promise<(Claims & { inTwoSteps: boolean; signedInAt: number | null }) | null> {
  try {
    const at = new URL(callbackOf(look))
    at.search = new URL(req.originalUrl, at).search
    const config = await configurationOf(settings)
    const tokens = await client.authorizationCodeGrant(config, at, {
      pkceCodeVerifier: asked.verifier,
      expectedState: asked.state,
      expectedNonce: asked.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()!
    // Many providers keep the address out of the token and tell it here.
    const hasMore = claims['email'] === undefined && config.serverMetadata().userinfo_endpoint !== undefined
    const more = hasMore ? await client.fetchUserInfo(config, tokens.access_token, claims.sub) : {}
    const { email, email_verified: isVerified } = { ...more, ...claims } as Record<string, unknown>
    return {
      subject: claims.sub,
      email: isVerified === true && typeof email === 'string' ? email : null,
      inTwoSteps: Array.isArray(claims['amr']) && claims['amr'].includes('mfa'),
      signedInAt: claims.auth_time ?? null,
    }
  } catch (error) {
    log.warn({ owner: settings.ownerId, code: codeOf(error) }, 'sign-in at a provider failed')
    return null
  }
}

/** The error's kind alone: what comes with it may hold tokens and names. */
function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown }
  return typeof code === 'string' ? code : String(name)
}

function back(res: Response, look: Look, sentence: string, params: Record<string, string> = {}): Promise<void> {
  flash(res, 'error', sentence, params)
  res.redirect(303, `/n/${look.code.toLowerCase()}`)
  return Promise.resolve()
}
