import type { Request, RequestHandler, Response } from 'express'
import * as sessions from './sessions.ts'
import { isToken } from './tokens.ts'
import { clearCookie, cookie, setCookie } from '../../web/cookies.ts'

/** At most so long is one signed in without signing in again; twelve idle hours end it sooner (app.session_actor). */
const FORTNIGHT = 14 * 86_400
const COOKIE = 'session'
/** What an open page asks by itself (src/live): that nobody is there keeps no session alive. */
const BY_ITSELF = /^\/live(\/|$)/

/** Reads who is asking: one query on each page, one write a minute at most. */
export const session: RequestHandler = async (req, res, next) => {
  req.actor = null
  const token = cookie(req, COOKIE)
  const found = isToken(token) ? await sessions.sessionOf(token, { alive: !BY_ITSELF.test(req.path) }) : null
  if (found) {
    req.actor = found.actor
    req.session = { id: found.id, startPage: found.startPage, inbox: found.inbox }
    if (found.operator) req.operator = found.operator
  }
  next()
}

/** Signs a person in: always a new token, and the one this browser had before is ended. */
export async function startSession(req: Request, res: Response, userId: number, method: string): Promise<void> {
  const old = cookie(req, COOKIE)
  if (old !== undefined) await sessions.end(old)
  const token = await sessions.start(userId, FORTNIGHT, method, {
    userAgent: req.headers['user-agent'] ?? null,
    address: req.ip ?? null,
  })
  setCookie(res, COOKIE, token, { maxAge: FORTNIGHT })
}

export async function endSession(req: Request, res: Response): Promise<void> {
  const token = cookie(req, COOKIE)
  if (token !== undefined) await sessions.end(token)
  clearCookie(res, COOKIE)
}
