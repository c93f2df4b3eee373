import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server'
import type { Request, Response } from 'express'
import { z } from 'zod'
import { asSystem } from '../../db/actor.ts'
import { parsedResponse, relyingParty, rememberChallenge, takeChallenge } from './ceremony.ts'
import { findPasskey, listPasskeys } from './queries.ts'
import { isHandleOf } from './register.ts'

/** What an authenticator is asked when somebody signs in: as this person, or (null) as whoever the passkey says. */
export async function askWho(res: Response, userId: number | null): Promise<string> {
  const theirs = userId === null ? [] : await asSystem('auth', (tx) => listPasskeys(tx, userId))
  const options = await generateAuthenticationOptions({
    rpID: relyingParty().rpID,
    userVerification: 'required',
    allowCredentials: theirs.map(({ id, transports }) => ({ id, transports })),
  })
  await rememberChallenge(res, options.challenge, userId)
  return JSON.stringify(options)
}

const Posted = z.object({ credential: z.string().max(20_000).default('') })
const Credential = z.object({ id: z.string(), response: z.object({ userHandle: z.string().optional() }) })

/**
 * Whose passkey it is that the browser answers with, or null. It must be kept here and belong to an open account, sign what
 * this browser was asked, have been opened by its person, and not count backwards: a copy would.
 */
export async function whoAnswers(
  req: Request,
  res: Response,
  userId: number | null,
  json = Posted.parse(req.body).credential,
): Promise<number | null> {
  const challenge = await takeChallenge(req, res, userId)
  const credential = parsedResponse(json)
  const answer = Credential.safeParse(credential)
  if (challenge === null || !answer.success) return null
  const { id, response } = answer.data
  return asSystem('auth', async (tx) => {
    const passkey = await findPasskey(tx, id)
    if (!passkey || (userId !== null && passkey.user_id !== userId)) return null
    const handle = response.userHandle && Buffer.from(response.userHandle, 'base64url')
    if (handle && !isHandleOf(handle, passkey.user_id)) return null
    const { rpID, origin } = relyingParty()
    const verified = await verifyAuthenticationResponse({
      response: credential as never,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
      credential: { id, publicKey: new Uint8Array(passkey.public_key), counter: passkey.counter },
    }).catch(() => null)
    if (!verified?.verified) return null
    const counted = await tx('passkeys')
      .where({ id, counter: passkey.counter })
      .update({ counter: verified.authenticationInfo.newCounter, last_used_at: tx.now })
    return counted > 0 ? passkey.user_id : null
  })
}
