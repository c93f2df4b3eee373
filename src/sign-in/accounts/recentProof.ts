import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import { asSystem } from '../../db/actor.ts'
import { whoAnswers } from '../passkeys/answer.ts'
import { takeCode } from '../two-step/totp.ts'
import { codeWasRight, countCode } from '../two-step/tries.ts'
import { actorOf } from '../../web/guards.ts'
import { recordLater } from './events.ts'
import { showAsking, takeHeld } from './heldForm.ts'
import { verifyPassword } from './passwords.ts'
import { countUse, giveBack } from '../../web/rateLimits.ts'
import { countTry, forgetTries } from './throttle.ts'
import { waysOf, type Ways } from './waysToProve.ts'

/**
 * Re-authentication (ASVS 7.5.1): before a deed that decides who gets in, the person shows anew that it is them and not a
 * browser left open. Good for this session, for so many minutes from the showing; having signed in does not count.
 */
export const PROOF_MINUTES = 10

const MANY = 'För många försök. Vänta en kvart.'
const QUARTER = 900

const Given = z.object({
  current: z.string().max(1000).catch(''),
  proof_code: z.string().max(100).catch(''),
  proof_credential: z.string().max(20_000).catch(''),
})
type Given = z.output<typeof Given>

/**
 * The guard that is listed at every route of such a deed (test/sign-in/accounts/proof-routes.test.ts finds one that forgets it). It
 * stands after the guards that say whom the page is for, and after what reads files. What was typed is held by the page that
 * asks, and the deed is done by the same request that brings the proof.
 * @param when for routes where only some of what is posted is such a deed
 */
export function asksProof(when: (req: Request) => boolean = () => true): RequestHandler {
  return async (req, res, next) => {
    takeHeld(req)
    if (!when(req)) {
      next()
      return
    }
    const given = Given.parse(req.body)
    const ways = await waysOf(actorOf(req).userId)
    const message = await proofMissing(req, res, given, ways)
    if (message === null) {
      next()
      return
    }
    await showAsking(req, res, ways, message)
  }
}

/** What is wrong with the proof that came with the request; '' when none came and none is standing; null when it is them. */
async function proofMissing(req: Request, res: Response, given: Given, ways: Ways): Promise<string | null> {
  const typed = { ...given, ...(ways.password && { proof_code: '' }), ...(!ways.password && { current: '' }) }
  // What is shown now is looked at even where an earlier proof still stands.
  if (Object.values(typed).every((value) => value === '')) return (await isProven(req)) ? null : ''
  const wait = await countProof(req)
  if (wait > 0) {
    res.set('Retry-After', String(wait))
    return MANY
  }
  const wrong = await wrongProof(req, res, typed)
  if (wrong !== null) return wrong
  await markProven(req)
  return null
}

async function wrongProof(req: Request, res: Response, given: Given): Promise<string | null> {
  const { userId, username } = actorOf(req)
  if (given.proof_credential !== '') {
    if ((await whoAnswers(req, res, userId, given.proof_credential)) !== null) return null
    recordLater(req, res, username, 'wrong-code')
    return 'Passkeyn kunde inte användas. Försök igen, eller välj ett annat sätt.'
  }
  if (given.proof_code !== '') {
    if ((await countCode(userId, req.ip ?? '')) > 0) return MANY
    if (await asSystem('auth', (tx) => takeCode(tx, userId, given.proof_code))) {
      await codeWasRight(userId, req.ip ?? '')
      return null
    }
    recordLater(req, res, username, 'wrong-code')
    return 'Koden stämmer inte, eller är redan använd. Vänta på nästa.'
  }
  return passwordIs(req, res, given.current)
}

async function passwordIs(req: Request, res: Response, typed: string): Promise<string | null> {
  const { userId, username } = actorOf(req)
  const row = (await asSystem('auth', (tx) => tx('users').where({ id: userId }).first('password_hash'))) as {
    password_hash: string | null
  }
  if (row.password_hash !== null && (await verifyPassword(row.password_hash, typed))) return null
  recordLater(req, res, username, 'wrong-password')
  return 'Det är inte ditt nuvarande lösenord.'
}

/**
 * The present password itself, for choosing a new one (ASVS 6.2.3): no earlier proof stands in for it.
 * @returns the message for the input, or null when it is right
 */
export async function passwordMissing(req: Request, typed: string): Promise<string | null> {
  if (typed === '') return 'Ange ditt nuvarande lösenord.'
  if ((await countProof(req)) > 0) return MANY
  const wrong = await passwordIs(req, req.res!, typed)
  if (wrong === null) await markProven(req)
  return wrong
}

/** The throttle of sign-in, which a thief of the session shares with one who guesses at the door; and one of the session's. */
async function countProof(req: Request): Promise<number> {
  const wait = await countUse('proof', String(req.session!.id), 20, QUARTER)
  return wait > 0 ? wait : countTry(actorOf(req).username, req.ip ?? '')
}

// By the real clock, as sessions are.
export async function isProven(req: Request): Promise<boolean> {
  const row = (await asSystem('auth', (tx) =>
    tx('sessions')
      .where({ id: req.session!.id })
      .whereRaw('proven_at > now() - make_interval(mins => ?)', [PROOF_MINUTES])
      .first('id'),
  )) as object | undefined
  return row !== undefined
}

export async function markProven(req: Request): Promise<void> {
  await asSystem('auth', (tx) =>
    tx('sessions')
      .where({ id: req.session!.id })
      .update({ proven_at: tx.raw('now()') }),
  )
  await forgetTries(actorOf(req).username, req.ip ?? '')
  await giveBack('proof', String(req.session!.id))
}
