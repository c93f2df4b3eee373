import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import { CasePath } from '../cases/workflow/forms.ts'
import { getCase } from '../cases/workflow/queries.ts'
import { asActor, type Actor } from '../db/actor.ts'
import type { Translate } from '../language/i18n.ts'
import { NotFound } from '../web/errors.ts'
import { actorOf } from '../web/guards.ts'
import { routes, type Declaration, type Room } from '../web/routes.ts'
import { jsonBody } from './body.ts'
import { faultsIn, invalid, Problem, sentenceFor } from './problem.ts'

export const API_ADDRESS = '/api/v1'

/** An answer, told in the document. Without a schema there is no body, or one that is no JSON. */
export interface Answer {
  description: string
  schema?: z.ZodType
  /** Of what is no JSON. */
  mediaType?: string
  headers?: string[]
}

/** What is said of an address of the API: checked at every call, and printed in docs/openapi.json. */
export interface Endpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  method: 'GET' | 'POST' | 'PATCH'
  /** As Express has it: '/cases/:ref'. */
  path: string
  open: Partial<Declaration>
  /** Its name in the code that clients generate. */
  id: string
  tag: string
  summary: string
  description?: string
  params?: P
  query?: Q
  body?: B
  /** What reads a body that is no JSON. */
  reads?: RequestHandler[]
  /** The body's media type and schema, where it is no JSON. */
  form?: { mediaType: string; schema: z.ZodType }
  /** Asks for If-Match, for Idempotency-Key. */
  asks?: ('version' | 'idempotency')[]
  answers: Record<number, Answer>
}

export interface Call<P, Q, B> {
  req: Request
  res: Response
  actor: Actor
  t: Translate
  params: P
  query: Q
  body: B
}

export type Listed = Endpoint<z.ZodType, z.ZodType, z.ZodType>

/** In the order of the document. */
export const endpoints: Listed[] = []

const none = z.strictObject({})

/** Before a body is read or judged: of a case that is not the key's nothing is told but that it is not there. */
const mustBeThere: RequestHandler = async (req, _res, next) => {
  const { ref } = CasePath.parse(req.params)
  await asActor(actorOf(req), (tx) => getCase(tx, ref))
  next()
}

/** Adds an address: its schemas read what came, and what they refuse is told by pointers. */
export function endpoint<
  P extends z.ZodType = typeof none,
  Q extends z.ZodType = typeof none,
  B extends z.ZodType = typeof none,
>(said: Endpoint<P, Q, B>, handle: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<void>): Room {
  endpoints.push(said)
  const handler: RequestHandler = async (req, res) => {
    const { t } = res.locals
    const error = sentenceFor(t)
    const params = (said.params ?? z.object({})).safeParse(req.params)
    if (!params.success) throw new NotFound()
    const query = (said.query ?? none).safeParse({ ...req.query }, { error })
    if (!query.success) {
      throw new Problem(400, 'Adressen går inte att läsa.', { errors: faultsIn(query.error, t, 'query') })
    }
    // What is uploaded has its own reader, which has read it by now.
    const hasBody = said.method !== 'GET' && said.form === undefined
    const body = (said.body ?? none).safeParse(hasBody ? (req.body ?? {}) : {}, { error })
    if (!body.success) throw invalid(faultsIn(body.error, t, 'body'))
    await handle({
      req,
      res,
      actor: said.open.for === 'anyone' ? (req.actor as Actor) : actorOf(req),
      t,
      params: params.data as z.output<P>,
      query: query.data as z.output<Q>,
      body: body.data as z.output<B>,
    })
  }
  const room = routes(API_ADDRESS, { proof: 'a key proves itself at every call' })
  const isOfCase = said.path.startsWith('/cases/:ref')
  const reads = [...(isOfCase ? [mustBeThere] : []), ...(said.reads ?? jsonBody)]
  const declared = { ...said.open, ...(said.method !== 'GET' && { reads }) }
  if (said.method === 'GET') return room.get(said.path, declared, handler)
  return said.method === 'POST' ? room.post(said.path, declared, handler) : room.patch(said.path, declared, handler)
}
