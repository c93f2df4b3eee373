import type { Request, Response } from 'express'

/** One cookie of the request, by the name that setCookie() was given; undefined when it is not there. */
export function cookie(req: Request, name: string): string | undefined {
  const full = nameOf(name, req.app)
  for (const part of (req.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === full) return part.slice(at + 1).trim()
  }
  return undefined
}

/** Sets a cookie that no script reads and no other site's form sends; Secure as soon as we are reached by https. */
export function setCookie(res: Response, name: string, value: string, { maxAge }: { maxAge: number }): void {
  res.append(
    'Set-Cookie',
    [
      `${nameOf(name, res.app)}=${value}`,
      'Path=/',
      `Max-Age=${maxAge}`,
      'HttpOnly',
      'SameSite=Lax',
      ...(isSecure(res.app) ? ['Secure'] : []),
    ].join('; '),
  )
}

export function clearCookie(res: Response, name: string): void {
  setCookie(res, name, '', { maxAge: 0 })
}

/** The prefix makes browsers refuse the cookie from anywhere but this host over https. */
function nameOf(name: string, app: Response['app']): string {
  return isSecure(app) ? `__Host-${name}` : name
}

function isSecure(app: Response['app']): boolean {
  return app.get('secure') === true
}
