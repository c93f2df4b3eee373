import type { Request, RequestHandler } from 'express'
import type { Actor, InstallerActor, OperatorActor, OwnerActor } from '../db/actor.ts'
import { Forbidden } from './errors.ts'

const LONGEST_WAY_BACK = 2000

/** Everything after this needs a person; others are asked to sign in and come back. */
export const signedIn: RequestHandler = (req, res, next) => {
  if (req.actor) {
    next()
    return
  }
  const back = req.method === 'GET' ? req.originalUrl : '/'
  // A script must not take the page to sign in at for its answer.
  if (isScript(req)) res.status(401).json({ error: res.locals.t('Du är utloggad.'), signIn: signInAddress(back) })
  else res.redirect(303, signInAddress(back))
}

/** Asked for by a script of a page: browsers say so themselves. */
export function isScript(req: Request): boolean {
  return req.get('accept') === 'application/json' || req.get('sec-fetch-dest') === 'empty'
}

/** The page to sign in at, which leads back. Encoded twice a long address is more than browsers and proxies take in a header. */
export function signInAddress(back: string): string {
  return back === '/' || back.length > LONGEST_WAY_BACK ? '/sign-in' : `/sign-in?next=${encodeURIComponent(back)}`
}

/** The person behind a request that has passed `signedIn`. */
export function actorOf(req: Request): Actor {
  if (!req.actor) throw new Error('A route that needs a person stands before signedIn')
  return req.actor
}

/** One of the two parties of a case; the operator is none. */
export function partyOf(req: Request): InstallerActor | OwnerActor {
  const actor = actorOf(req)
  if (actor.side === 'operator') throw new Forbidden()
  return actor
}

export function installerOf(req: Request): InstallerActor {
  const actor = actorOf(req)
  if (actor.side !== 'installer') throw new Forbidden()
  return actor
}

export function ownerSideOf(req: Request): OwnerActor {
  const actor = actorOf(req)
  if (actor.side !== 'owner') throw new Forbidden()
  return actor
}

export function operatorOf(req: Request): OperatorActor {
  const actor = actorOf(req)
  if (actor.side !== 'operator') throw new Forbidden()
  return actor
}
