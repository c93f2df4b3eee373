import type { RequestHandler } from 'express'
import { requestSeconds } from '../metrics.ts'
import { onBehalfOf } from '../trace.ts'

const METHODS = new Set(['GET', 'HEAD', 'PATCH', 'POST'])

/** Counts the answer when it is out, or the client has hung up. */
export const measured: RequestHandler = (req, res, next) => {
  const stop = requestSeconds.startTimer()
  res.once('close', () => {
    // A stream that is followed for minutes is no slow answer.
    if (String(res.getHeader('content-type')).startsWith('text/event-stream')) return
    const status = res.writableFinished ? `${Math.floor(res.statusCode / 100)}xx` : 'hung up'
    stop({ method: METHODS.has(req.method) ? req.method : 'other', route: req.pattern ?? 'none', status })
  })
  next()
}

/** Set again after the body has been read: what calls back from the socket has lost whose request it is. */
export const traced: RequestHandler = (req, _res, next) => {
  onBehalfOf(typeof req.id === 'string' ? req.id : undefined, next)
}
