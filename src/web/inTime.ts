import type { RequestHandler } from 'express'

/** How long a body may take of somebody whom nobody knows: ten megabytes over a slow line. */
export const PUBLIC_BODY = 120_000

/**
 * Whoever is not signed in sends the body of a request in time, or is cut off: a line that drips costs a socket, and a file
 * half on the disk. To stand after the session; who is signed in has the server's own limit (httpServer.ts).
 */
export function inTime(most = PUBLIC_BODY): RequestHandler {
  return (req, res, next) => {
    if (req.actor || req.complete) {
      next()
      return
    }
    const late = setTimeout(() => {
      if (req.complete || res.headersSent) return
      res.status(408).set({ Connection: 'close', 'Cache-Control': 'no-store' }).type('text/plain')
      res.end(res.locals.t('Det tog för lång tid att skicka.'))
    }, most)
    const over = () => clearTimeout(late)
    req.once('end', over)
    res.once('close', over)
    next()
  }
}
