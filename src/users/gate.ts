import type { RequestHandler } from 'express'
import { Forbidden } from '../web/errors.ts'
import { actorOf } from '../web/guards.ts'
import { mayOpen } from '../domain/pageRights.ts'

/** Stands before every page of the owner's side: what a person's permission sets do not open is closed. */
export const withinRights: RequestHandler = (req, _res, next) => {
  const how = req.method === 'GET' || req.method === 'HEAD' ? 'read' : 'write'
  if (!mayOpen(actorOf(req), req.path, how)) throw new Forbidden()
  next()
}
