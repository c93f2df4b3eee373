import { Router } from 'express'
import { declare, routes } from '../web/routes.ts'
import { caseEndpoints } from './cases/routes.ts'
import { fileEndpoints } from './cases/files.ts'
import { moveEndpoints } from './cases/moves.ts'
import { noteEndpoints } from './cases/notes.ts'
import { configurationEndpoints } from './configuration/routes.ts'
import { makeDocument } from './document.ts'
import type { Document } from './openapi.ts'
import { API_ADDRESS } from './endpoint.ts'
import { asksForKey, letIn } from './entrance.ts'
import { noSuchAddress, problems } from './problem.ts'
import { tokenEndpoint } from './token.ts'
import { inTime } from '../web/inTime.ts'
import { traced } from '../web/measure.ts'

let made: { document: Document; text: string } | undefined

/** Made once, at the first question. */
function once(): { document: Document; text: string } {
  if (!made) {
    const document = makeDocument()
    made = { document: document as Document, text: JSON.stringify(document) }
  }
  return made
}

export const document = (): Document => once().document
export const documentText = (): string => once().text

const openapi = routes(API_ADDRESS, { for: 'anyone' }).get('/openapi.json', {}, (_req, res) => {
  res.type('application/json').set('Cache-Control', 'public, max-age=300').send(documentText())
})

/** Every address of the API, in the order of its document. */
export const API_ROOMS = [
  caseEndpoints,
  moveEndpoints,
  noteEndpoints,
  fileEndpoints,
  configurationEndpoints,
  tokenEndpoint,
  openapi,
]

/** To stand before the session and what belongs to forms: no cookie is read here, and what goes wrong is no page. */
export function api(): Router {
  const router = Router()
  const pages = declare(API_ROOMS, undefined, asksForKey)
  router.use(API_ADDRESS, letIn, inTime(), traced)
  router.use(pages.router)
  // Whether there is such an address is told to nobody without a key.
  router.use(API_ADDRESS, (req, res, next) => (req.actor ? noSuchAddress : asksForKey)(req, res, next))
  return router
}

export { API_ADDRESS, problems }
