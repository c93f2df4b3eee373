import type { Request, Response } from 'express'
import { hashOf, isToken, newToken } from '../accounts/tokens.ts'
import { asSystem } from '../../db/actor.ts'
import { linkTo } from '../../mail/addresses.ts'
import { clearCookie, cookie, setCookie } from '../../web/cookies.ts'

/** Who we are to an authenticator: the name is what a passkey is bound to, so that no other site can ask for it. */
export function relyingParty(): { rpID: string; origin: string } {
  const { hostname, origin } = new URL(linkTo('/'))
  return { rpID: hostname, origin }
}

const FIVE_MINUTES = 300
const COOKIE = 'passkey'

/** Remembers what an authenticator was asked to sign, for this browser alone, and for one answer. */
export async function rememberChallenge(res: Response, challenge: string, userId: number | null): Promise<void> {
  const token = newToken()
  await asSystem('auth', async (tx) => {
    await tx('passkey_challenges').where('expires_at', '<', tx.raw('now()')).delete()
    await tx('passkey_challenges').insert({
      token_hash: hashOf(token),
      user_id: userId,
      challenge,
      expires_at: tx.raw('now() + make_interval(secs => ?)', [FIVE_MINUTES]),
    })
  })
  setCookie(res, COOKIE, token, { maxAge: FIVE_MINUTES })
}

/** What this browser was to sign as this person (null: whoever it is); gone once asked for. */
export async function takeChallenge(req: Request, res: Response, userId: number | null): Promise<string | null> {
  const token = cookie(req, COOKIE)
  if (!isToken(token)) return null
  clearCookie(res, COOKIE)
  const rows = (await asSystem('auth', (tx) =>
    tx('passkey_challenges')
      .where({ token_hash: hashOf(token), user_id: userId })
      .whereRaw('expires_at > now()')
      .delete()
      .returning('challenge'),
  )) as { challenge: string }[]
  return rows[0]?.challenge ?? null
}

/** What a browser's script wrote into a form; null when it is no JSON. */
export function parsedResponse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
