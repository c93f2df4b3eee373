import type { Request, Response } from 'express'
import { z } from 'zod'
import { REFERENCE } from '../domain/caseReference.ts'
import { clearCookie, cookie, setCookie } from './cookies.ts'

const Flash = z.object({
  tone: z.enum(['success', 'info', 'error']),
  sentence: z.string().max(300),
  params: z.record(z.string(), z.union([z.string().max(500), z.number()])),
  undo: z
    .object({
      href: z.string().regex(new RegExp(`^/cases/${REFERENCE}/undo$`)),
      key: z.string().max(64),
      until: z.number(),
    })
    .optional(),
})
type Tone = z.infer<typeof Flash>['tone']

/**
 * One line for the next page, whichever that is: kept in a cookie for a minute, translated and escaped when it is shown.
 * `undo` puts a button beside it that takes back what was just done.
 */
export function flash(
  res: Response,
  tone: Tone,
  sentence: string,
  params: Record<string, string | number> = {},
  undo?: z.infer<typeof Flash>['undo'],
): void {
  const value = Buffer.from(JSON.stringify({ tone, sentence, params, undo })).toString('base64url')
  setCookie(res, 'flash', value, { maxAge: 60 })
}

/** What the page before wanted to say; gone once asked for. */
export function takeFlash(req: Request, res: Response): z.infer<typeof Flash> | null {
  const value = cookie(req, 'flash')
  if (value === undefined) return null
  clearCookie(res, 'flash')
  try {
    return Flash.parse(JSON.parse(Buffer.from(value, 'base64url').toString()))
  } catch {
    return null
  }
}
