import type { ErrorRequestHandler, Request, RequestHandler } from 'express'
import type { z } from 'zod'
import type { Translate } from '../language/i18n.ts'
import { beginError, HttpError, LacksScope, NotFound, TITLES } from '../web/errors.ts'

/** What is wrong with one value: where it is in the body (RFC 6901), or in the address. */
export interface Fault {
  pointer?: string
  parameter?: string
  detail: string
}

/** What a rule says that stops nothing once it has been read: accepted by naming the rule. */
export interface Warning extends Fault {
  rule: string
}

/** An answer with more to say than a sentence (RFC 9457): each member beside the usual ones. */
export class Problem extends HttpError {
  readonly more: { errors?: Fault[]; warnings?: Warning[] }
  constructor(status: number, message: string, more: { errors?: Fault[]; warnings?: Warning[] }) {
    super(status, message)
    this.more = more
  }
}

const SAVE = 'Det gick inte att spara. Rätta och försök igen.'

export const invalid = (errors: Fault[], more: { warnings?: Warning[] } = {}): Problem =>
  new Problem(422, SAVE, { errors, ...more })

/** '/answers/vr/0/vr_effekt' of ['answers', 'vr', 0, 'vr_effekt']. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** The errors of a form, whose inputs are named 'vr.0.vr_effekt' and 'file.SIT'. */
export function faultsOf(errors: Record<string, string>, beneath: string): Fault[] {
  return Object.entries(errors).map(([name, detail]) => {
    const parts = name.split('.')
    return {
      pointer: parts[0] === 'file' ? pointerOf(['files', ...parts.slice(1)]) : beneath + pointerOf(parts),
      detail,
    }
  })
}

/** zod's own sentences are English and for programmers: these stand where a schema of ours says none. */
export function sentenceFor(t: Translate): (issue: { code?: string; input?: unknown; keys?: string[] }) => string {
  return ({ code, input, keys }) => {
    if (code === 'unrecognized_keys') return t('Finns inte: {names}.', { names: (keys ?? []).join(', ').slice(0, 200) })
    if (code === 'too_big') return t('Värdet är för stort eller för långt.')
    if (code === 'too_small') return t('Värdet är för litet eller för kort.')
    if (code === 'invalid_value') return t('Välj ett av alternativen.')
    return input === undefined ? t('Fyll i det här.') : t('Värdet har fel typ eller form.')
  }
}

export function faultsIn(error: z.ZodError, t: Translate, where: 'body' | 'query'): Fault[] {
  return error.issues.map(({ path, message }) =>
    where === 'body'
      ? { pointer: pointerOf(path), detail: t(message) }
      : { parameter: path.join('.'), detail: t(message) },
  )
}

/** What programs tell errors apart by; the sentence is for people and may change. */
const CODES: Record<number, string> = {
  400: 'unreadable',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  408: 'timeout',
  409: 'conflict',
  412: 'changed',
  413: 'too-large',
  415: 'media-type',
  416: 'range',
  422: 'invalid',
  428: 'precondition-required',
  429: 'rate-limited',
  503: 'unavailable',
}

const MORE_TITLES: Record<number, string> = {
  401: 'Nyckeln gäller inte',
  412: 'Ärendet har ändrats',
  415: 'Formatet går inte att läsa',
  428: 'Det gick inte att spara',
}

/** The end of every road of the API that went wrong (web/errors.ts is the pages'). */
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- Express knows it by its four parameters
export const problems: ErrorRequestHandler = (error: unknown, req: Request, res, _next) => {
  const begun = beginError(error, req, res)
  if (!begun) return
  const { status, message } = begun
  const { t } = res.locals
  if (error instanceof LacksScope) {
    res.set('WWW-Authenticate', `Bearer error="insufficient_scope", scope="${error.scope}"`)
  }
  res.type('application/problem+json').send(
    JSON.stringify({
      type: 'about:blank',
      title: t(MORE_TITLES[status] ?? TITLES[status] ?? 'Något gick fel'),
      status,
      detail: t(message),
      code: error instanceof LacksScope ? 'insufficient-scope' : (CODES[status] ?? 'error'),
      instance: `urn:uuid:${req.id as string}`,
      ...(error instanceof Problem && error.more),
    }),
  )
}

/** @throws NotFound */
export const noSuchAddress: RequestHandler = () => {
  throw new NotFound('Adressen finns inte')
}
