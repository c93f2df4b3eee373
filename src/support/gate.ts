import type { Request, RequestHandler } from 'express'
import { asActor, type OperatorActor, type Support } from '../db/actor.ts'
import { Forbidden, READ_ONLY } from '../web/errors.ts'

// What may be read while giving support; all else is shut, also what is built tomorrow. No form with answers in it, no
// file, no print, no search in the text, no export: they hold what is not needed to help.
const READABLE = [
  /^\/$/,
  /^\/inbox$/,
  /^\/cases(\/mine)?$/,
  /^\/archive$/,
  /^\/symbols$/,
  /^\/cases\/[A-Z]{2,5}-\d{4}-\d{6}(\/log)?$/,
  /^\/company(\/(connections|users|users\/\d+|mail|security|support))?$/,
  /^\/owner(\/(companies|companies\/\d+|users|users\/\d+|support|statistics))?$/,
  /^\/owner\/configuration(\/(jobs(\/\w{2,10})?|rules|fuses|auto|reasons|texts|areas|templates|contact|look|passwords))?$/,
]
const WRITABLE = ['/operator/support/end', '/sign-out', '/language']

/** While an operator gives support: only reading, only what is open to it, and each page is written down before it is shown. */
export const supportGate: RequestHandler = async (req, _res, next) => {
  const { actor, operator } = req
  if (actor?.support && operator) {
    if (!isOpen(req)) throw new Forbidden(READ_ONLY)
    if (req.method === 'GET' && req.path !== '/') await writeDown(operator, actor.support, actor, req)
  }
  next()
}

/** For menus: what is shut is not offered. */
export function isReadable(path: string): boolean {
  return READABLE.some((page) => page.test(path))
}

export function isWritable(path: string): boolean {
  return WRITABLE.includes(path)
}

function isOpen({ method, path }: Request): boolean {
  const at = path.replace(/(.)\/$/, '$1')
  if (method === 'POST') return isWritable(at)
  return method === 'GET' && isReadable(at)
}

function writeDown(
  operator: OperatorActor,
  { accessId }: Support,
  { companyId, ownerId }: { companyId: number | null; ownerId: number | null },
  { path }: Request,
): Promise<void> {
  const row = { access_id: accessId, company_id: companyId, owner_id: ownerId, path: path.slice(0, 200) }
  return asActor(operator, (tx) => tx('support_views').insert(row))
}
