import type { Request, Response } from 'express'
import * as client from 'openid-client'
import { hashOf, isToken, newToken } from '../accounts/tokens.ts'
import { asSystem } from '../../db/actor.ts'
import type { Look } from '../entrance/look.ts'
import { linkTo } from '../../mail/addresses.ts'
import { clearCookie, cookie, setCookie } from '../../web/cookies.ts'
import { configurationOf } from './client.ts'
import type { Provider } from './queries.ts'

const QUARTER = 900
const COOKIE = 'oidc'

/** One address per owner, so that one provider's answer can never be given for another's (RFC 9700, 4.4). */
export function callbackOf(look: Look): string {
  return linkTo(`/n/${look.code.toLowerCase()}/provider/callback`)
}

/** What this browser asked a provider. */
export interface Asked {
  state: string
  nonce: string
  verifier: string
  next: string
  /** The session whose person is to show that it is them; null: who comes is to be signed in. */
  proofSession: number | null
  at: Date
}

/** Where the browser goes at the provider; what it must come back with is remembered, for it alone. */
export async function askProvider(
  res: Response,
  settings: Provider,
  look: Look,
  asking: { next: string; proofSession: number | null },
): Promise<string> {
  const state = newToken()
  const nonce = newToken()
  const verifier = client.randomPKCECodeVerifier()
  const address = client.buildAuthorizationUrl(await configurationOf(settings), {
    redirect_uri: callbackOf(look),
    scope: 'openid email profile',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    // Not who the provider remembers in this browser: whoever sits here signs in now (OpenID Connect Core, 3.1.2.1).
    ...(asking.proofSession !== null && { prompt: 'login', max_age: '0' }),
  })
  await asSystem('auth', async (tx) => {
    await tx('oidc_requests').where('expires_at', '<', tx.raw('now()')).delete()
    await tx('oidc_requests').insert({
      state_hash: hashOf(state),
      owner_id: settings.ownerId,
      nonce,
      verifier,
      next: asking.next,
      proof_session: asking.proofSession,
      expires_at: tx.raw('now() + make_interval(secs => ?)', [QUARTER]),
    })
  })
  setCookie(res, COOKIE, state, { maxAge: QUARTER })
  return address.href
}

/** What this browser asked for, once: the answer must name it, and the browser must be the one that asked. */
export async function takeRequest(req: Request, res: Response, ownerId: number): Promise<Asked | null> {
  const state = cookie(req, COOKIE)
  clearCookie(res, COOKIE)
  if (!isToken(state) || req.query['state'] !== state) return null
  const rows = (await asSystem('auth', (tx) =>
    tx('oidc_requests')
      .where({ state_hash: hashOf(state), owner_id: ownerId })
      .whereRaw('expires_at > now()')
      .delete()
      .returning([
        'nonce',
        'verifier',
        'next',
        'proof_session as proofSession',
        tx.raw(`expires_at - make_interval(secs => ?) as at`, [QUARTER]) as never,
      ]),
  )) as Omit<Asked, 'state'>[]
  return rows[0] ? { ...rows[0], state } : null
}
