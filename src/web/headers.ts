import type { RequestHandler, Response } from 'express'
import helmet from 'helmet'

/** Nothing runs or loads but our own files; no page of ours is framed, cached or told about elsewhere. */
export function headers(https: boolean): RequestHandler[] {
  const self = ["'self'"]
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: self,
          styleSrc: self,
          imgSrc: self,
          fontSrc: self,
          connectSrc: self,
          formAction: self,
          manifestSrc: self,
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
        },
      },
      strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: true } : false,
      referrerPolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
    }),
    (_req, res, next) => {
      res.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=()')
      res.set('Cache-Control', 'no-store')
      next()
    },
  ]
}

/**
 * For the page that shows an attachment beside the case: our own PDF inside it, and nothing from elsewhere. What may be
 * framed, and by whom, each answer says for itself (attachments/headers.ts).
 */
export function allowEmbedding(res: Response): void {
  const policy = String(res.getHeader('Content-Security-Policy'))
  res.set('Content-Security-Policy', `${policy};object-src 'self';frame-src 'self'`)
}
