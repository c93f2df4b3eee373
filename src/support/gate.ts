import type { Request, RequestHandler } from 'express'
import { asActor, type OperatorActor, type Support } from '../db/actor.ts'
import { maskPersonalNumbers } from '../text/mask.ts'
import { Forbidden, HttpError, READ_ONLY } from '../web/errors.ts'

/** While an operator gives support: only what is open to it, and each page is written down before it is shown. */
export const supportGate: RequestHandler = async (req, res, next) => {
  const { actor, operator, method, path } = req
  if (actor?.support && operator) {
    if (!res.locals.may(path, method)) throw new Forbidden(READ_ONLY)
    if (method === 'GET' && path !== '/') await writeDown(operator, actor.support, actor, req)
  }
  next()
}

/** Nothing of what was asked for is left out of the record: what does not fit is refused. */
const MOST = 1000

function writeDown(
  operator: OperatorActor,
  { accessId }: Support,
  { companyId, ownerId }: { companyId: number | null; ownerId: number | null },
  req: Request,
): Promise<void> {
  const path = asked(req)
  if (path.length > MOST) throw new HttpError(414, 'Adressen är för lång.')
  const row = { access_id: accessId, company_id: companyId, owner_id: ownerId, path: maskPersonalNumbers(path) }
  return asActor(operator, (tx) => tx('support_views').insert(row))
}

/** '/cases?q=Åsa': as somebody reads it, not as it is encoded. */
function asked({ path, query }: Request): string {
  const said = Object.entries(query as Record<string, string | string[]>).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}=${value}`),
  )
  return [path, ...(said.length > 0 ? [said.join('&').replaceAll(/[\p{Cc}\uFFFD]/gu, ' ')] : [])].join('?')
}
