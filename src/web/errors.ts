import multer from 'multer'
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { ZodError } from 'zod'
import { Busy } from '../db/shares.ts'
import { log } from '../log.ts'
import { addressed } from './logged.ts'
import { render } from './views.ts'
import { hasHungUp } from './streams.ts'

/** An answer that is not a fault of ours: its words are shown to the person, in their language. */
export class HttpError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}
/** Not there, or not yours: the same page, so that nothing tells which. */
export class NotFound extends HttpError {
  constructor(message = 'Sidan finns inte') {
    super(404, message)
  }
}
/** The wrong kind of user for this page or move. */
export class Forbidden extends HttpError {
  constructor(message = 'Du har inte behörighet') {
    super(403, message)
  }
}
/** Of an API key: it has not been given what this takes. */
export class LacksScope extends Forbidden {
  readonly scope: string
  constructor(scope: string) {
    super('API-nyckeln har inte behörighet till det här.')
    this.scope = scope
  }
}
/** Someone else was first, or a rule says no as things stand. */
export class Conflict extends HttpError {
  constructor(message: string) {
    super(409, message)
  }
}
export class Invalid extends HttpError {
  constructor(message: string) {
    super(422, message)
  }
}
export class TooLarge extends HttpError {
  constructor(message = 'Uppgifterna är för stora för att skickas.') {
    super(413, message)
  }
}

export const notFound: RequestHandler = () => {
  throw new NotFound()
}

/** The end of every road that went wrong: a page with a number to tell support, never a stack trace. */
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- Express knows it by its four parameters
export const errorPage: ErrorRequestHandler = async (error: unknown, req, res, _next) => {
  const explained = beginError(error, req, res)
  if (!explained) return
  const { status, message } = explained
  try {
    const { t } = res.locals
    // A script that asked for data gets the words alone.
    if (req.get('accept') === 'application/json') {
      res.json({ error: t(message) })
      return
    }
    await render(res, 'error', {
      title: t(TITLES[status] ?? 'Något gick fel'),
      status,
      message: t(message),
      requestId: status >= 500 ? requestId(req.id) : null,
      link: linkFor(status, req.originalUrl, t),
    })
  } catch (failure) {
    log.error({ err: failure, id: req.id }, 'error page failed')
    plain(res, message)
  }
}

/** Logs a fault of ours and begins the answer: status and headers. null where there is nobody to answer any more. */
export function beginError(error: unknown, req: Request, res: Response): { status: number; message: string } | null {
  const { status, message } = explain(error)
  // Bugs and outages are logged once, by id: no body, no query, nobody's name. Whoever has hung up may be their cause.
  if (status >= 500) {
    const said = { err: error, id: req.id, method: req.method, ...addressed(req) }
    if (hasHungUp(res)) log.warn(said, 'request failed after the client had hung up')
    else log.error(said, 'request failed')
  }
  if (res.headersSent) {
    // Half a page or file is out: cutting the line is the only way left to say that it is not whole.
    res.destroy()
    return null
  }
  res.status(status).set('Cache-Control', 'no-store')
  if (status === 503) res.set('Retry-After', '10')
  return { status, message }
}

export const TITLES: Record<number, string> = {
  400: 'Det gick inte att läsa',
  403: 'Du har inte behörighet',
  404: 'Sidan finns inte',
  409: 'Ärendet har ändrats',
  413: 'För stort',
  414: 'För stort',
  422: 'Det gick inte att spara',
  429: 'För många försök',
  503: 'Tjänsten är inte tillgänglig',
  507: 'Disken är full',
}

function explain(error: unknown): { status: number; message: string } {
  if (error instanceof HttpError) return error
  // A path that does not parse is a page that is not there.
  if (error instanceof ZodError) return new NotFound()
  if (error instanceof multer.MulterError) return fromMulter(error)
  // PostgreSQL's read_only_sql_transaction: who gives support changes nothing, whatever page was forgotten.
  if (error instanceof Error && 'code' in error && error.code === '25006') return new Forbidden(READ_ONLY)
  if (error instanceof Busy) return new HttpError(503, error.message)
  const cut = error instanceof Error && 'code' in error ? CUT[String(error.code)] : undefined
  if (cut !== undefined) return new HttpError(503, cut)
  if (error instanceof Error && 'code' in error && FULL.has(String(error.code))) return new HttpError(507, NO_ROOM)
  if (isDatabaseAway(error)) return new HttpError(503, 'Databasen svarar inte just nu. Försök igen om en liten stund.')
  const status = statusOf(error)
  if (status === 413) return new TooLarge()
  if (status >= 400 && status < 500) return new HttpError(status, 'Uppgifterna gick inte att läsa.')
  return new HttpError(500, 'Felet är loggat. Försök igen, eller kontakta oss med numret nedan.')
}

/** Said to an operator who gives support (src/support). */
export const READ_ONLY = 'Vid supportåtkomst går det bara att läsa, och inte den här sidan.'

function fromMulter({ code }: multer.MulterError): HttpError {
  if (code === 'LIMIT_FIELD_VALUE' || code === 'LIMIT_FIELD_KEY') return new TooLarge()
  if ((code as string) === 'LIMIT_FIELD_NESTING') return new HttpError(400, 'Uppgifterna gick inte att läsa.')
  return new Invalid('För många filer eller fält på en gång.')
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : 500
  return typeof status === 'number' ? status : 500
}

/** What PostgreSQL cut short (src/db/timeouts.ts), by its code: nothing was written, and a moment later it may go well. */
const CUT: Record<string, string> = {
  '55P03': 'Någon annan ändrar samma sak just nu. Försök igen om en liten stund.',
  '40P01': 'Någon annan ändrar samma sak just nu. Försök igen om en liten stund.',
  '57014': 'Det tog för lång tid och avbröts. Inget är sparat. Försök igen om en liten stund.',
  '25P03': 'Det tog för lång tid och avbröts. Inget är sparat. Försök igen om en liten stund.',
}

/** The disk is full: PostgreSQL's disk_full, and the operating system's words for it where files come in. */
const FULL = new Set(['53100', 'ENOSPC', 'EDQUOT'])
const NO_ROOM = 'Det finns ingen plats kvar att spara på. Inget är sparat. Felet är loggat, försök igen senare.'

const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENOTFOUND',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08006',
  '08001',
])

function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && AWAY.has(error.code)) return true
  return (
    error.name === 'KnexTimeoutError' ||
    /Connection terminated|timeout expired|AggregateError/.test(`${error.name} ${error.message}`)
  )
}

function linkFor(status: number, url: string, t: (sentence: string) => string) {
  if (status === 409) return { href: url.replace(/\/[a-z-]+(\?.*)?$/, ''), label: t('Visa ärendet som det är nu') }
  return { href: '/', label: t('Till startsidan') }
}

function requestId(id: unknown): string {
  return typeof id === 'string' || typeof id === 'number' ? String(id) : ''
}

function plain(res: Response, message: string): void {
  res.type('text/plain').send(message)
}
