import { routes, type Room } from '../web/routes.ts'
import { BASE } from './part.ts'

/** Pages of the draft, for the owner's administrators: '' for the overview, '/jobs/:job/basics'. */
export const draftRoom = (path: string): Room =>
  routes(`${BASE}${path}`, { for: 'ownerAdmin', proof: 'a draft, which counts when it is published' })
