import type { Request, RequestHandler } from 'express'
import { asActor, type OperatorActor, type Support } from '../db/actor.ts'
import { Forbidden, READ_ONLY } from '../web/errors.ts'
import { withoutShutLinks } from './links.ts'
import { isReadable, isWritable } from './readable.ts'

/** While an operator gives support: only reading, only what is open to it, and each page is written down before it is shown. */
export const supportGate: RequestHandler = async (req, res, next) => {
  const { actor, operator } = req
  if (actor?.support && operator) {
    res.locals.afterDrawing = withoutShutLinks
    if (!isOpen(req)) throw new Forbidden(READ_ONLY)
    if (req.method === 'GET' && req.path !== '/') await writeDown(operator, actor.support, actor, req)
  }
  next()
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
