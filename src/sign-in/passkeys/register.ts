import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server'
import type { Request, Response } from 'express'
import { z } from 'zod'
import { isSigned, sign } from '../accounts/encryption.ts'
import { record } from '../accounts/events.ts'
import { endOtherSteps } from '../accounts/signInSteps.ts'
import { asSystem, type Tx } from '../../db/actor.ts'
import { parsedResponse, relyingParty, rememberChallenge, takeChallenge } from './ceremony.ts'
import { listPasskeys, tellOfPasskey } from './queries.ts'

/** What an authenticator is asked when it shall make a passkey for this person; as JSON for the page. */
export async function askForNew(res: Response, user: { id: number; username: string; name: string }): Promise<string> {
  const had = await asSystem('auth', (tx) => listPasskeys(tx, user.id))
  const options = await generateRegistrationOptions({
    rpName: 'Elanmälan',
    rpID: relyingParty().rpID,
    userName: user.username,
    userDisplayName: user.name,
    userID: handleOf(user.id),
    excludeCredentials: had.map(({ id, transports }) => ({ id, transports })),
    // Stands for the user name too, and is opened by a finger, a face or a PIN: two steps in one (NIST 800-63B-4, AAL2).
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await rememberChallenge(res, options.challenge, user.id)
  return JSON.stringify(options)
}

/** The authenticator keeps this beside the passkey: it says nothing to others, and the same of one person until the key is changed. */
function handleOf(userId: number): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(sign('passkey-user', String(userId)))
}

export function isHandleOf(handle: Buffer, userId: number): boolean {
  return isSigned('passkey-user', String(userId), handle.toString())
}

const Made = z.object({ credential: z.string().max(20_000).default(''), name: z.string().trim().max(60).default('') })

/**
 * Keeps the passkey that the browser brings, when it answers what this browser was asked. In one transaction with the log,
 * the mail and what `then` does.
 * @returns whether it was kept
 */
export async function keep(req: Request, res: Response, userId: number, then?: (tx: Tx) => Promise<void>) {
  const { credential, name } = Made.parse(req.body)
  const expectedChallenge = await takeChallenge(req, res, userId)
  if (expectedChallenge === null) return false
  const { rpID, origin } = relyingParty()
  const verified = await verifyRegistrationResponse({
    response: parsedResponse(credential) as never,
    expectedChallenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
  }).catch(() => null)
  if (!verified?.verified) return false
  const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential
  return asSystem('auth', async (tx) => {
    const passkey = {
      id,
      user_id: userId,
      public_key: Buffer.from(publicKey),
      counter,
      transports,
      name: name || 'Passkey',
    }
    const rows = await tx('passkeys').insert(passkey).onConflict('id').ignore().returning('id')
    if (rows.length === 0) return false
    await endOtherSteps(tx, req, userId)
    await record(tx, userId, 'passkey-added', { req })
    await tellOfPasskey(tx, userId, passkey.name, true)
    await then?.(tx)
    return true
  })
}
