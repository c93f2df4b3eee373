import type { RequestHandler } from 'express'
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
