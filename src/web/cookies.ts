import type { Request, Response } from 'express'

/** One cookie of the request; undefined when it is not there. */
export function cookie(req: Request, name: string): string | undefined {
  for (const part of (req.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}

/** Sets a cookie that no script reads and no other site's form sends; Secure as soon as we are reached by https. */
export function setCookie(res: Response, name: string, value: string, { maxAge }: { maxAge: number }): void {
  res.append(
    'Set-Cookie',
    [
      `${name}=${value}`,
      'Path=/',
      `Max-Age=${maxAge}`,
      'HttpOnly',
      'SameSite=Lax',
      ...(isSecure(res) ? ['Secure'] : []),
    ].join('; '),
  )
}

function isSecure(res: Response): boolean {
  return res.app.get('secure') === true
}
