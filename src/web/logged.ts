import type { Request } from 'express'
import { REFERENCE } from '../domain/caseReference.ts'

const CASE = new RegExp(`/(${REFERENCE})(?=/|$)`, 'i')

/**
 * What a log says of an address: the pattern of its route and the case, if it is of one. Never the path, which may be a
 * one-time link that still opens a door, nor the query, where people's names are searched for.
 */
export function addressed(req: Request): { path: string; ref?: string } {
  const ref = CASE.exec(req.originalUrl.split('?')[0]!)?.[1]?.toUpperCase()
  return { path: req.pattern ?? '(none)', ...(ref !== undefined && { ref }) }
}
