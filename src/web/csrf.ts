import type { Request, RequestHandler } from 'express'
import { Forbidden } from './errors.ts'

const SAFE = ['GET', 'HEAD', 'OPTIONS']

/**
 * Writes only from our own pages. Sec-Fetch-Site decides where browsers send it; plain http on other names than
 * localhost lacks it, so Origin must then be ours. With neither the sender is no browser: let through only without a
 * session cookie, since that cookie is what a foreign page would abuse.
 * @param origin ours, from PUBLIC_URL; undefined in development: then the Host header tells
 */
export function csrf(origin: string | undefined): RequestHandler {
  return (req, _res, next) => {
    if (SAFE.includes(req.method) || isOurs(req, origin)) {
      next()
      return
    }
    throw new Forbidden('Formuläret kom inte från vår sida. Ladda om sidan och försök igen.')
  }
}

function isOurs(req: Request, origin: string | undefined): boolean {
  const site = req.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const sender = req.headers.origin
  if (sender !== undefined) return sender === (origin ?? `${req.protocol}://${req.headers.host ?? ''}`)
  return !/(^|;\s*)(__Host-)?session=/.test(req.headers.cookie ?? '')
}
