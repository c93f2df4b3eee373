import type { Request, RequestHandler, Response } from 'express'
import { asActor, type Actor, type Tx } from '../db/actor.ts'
import { mayOpen } from '../users/rights.ts'
import { asset } from './assets.ts'
import { cookie } from './cookies.ts'
import { takeFlash } from './flash.ts'
import { format } from './format.ts'
import { translators, type Language } from './i18n.ts'
import type { Shared } from './pages.ts'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how Express lets its locals be typed
  namespace Express {
    interface Locals extends Omit<Shared, 'title'> {
      form?: never
    }
  }
}

/** What every page needs (pages.ts, Shared), also one that tells of a fault before it is known who asks. */
export function locals({ demo }: { demo: boolean }): RequestHandler {
  return (req, res, next) => {
    req.actor = null
    const own = {
      fmt: format,
      path: req.path,
      inboxCount: 0,
      demo,
      asset,
      may: () => false,
      ...inLanguage(req),
      actor: null,
    }
    Object.assign(res.locals, own satisfies Omit<Shared, 'title' | 'flash'>)
    // Taken when a page is drawn and not before: a redirect or a picture on the way does not eat it.
    let taken: Shared['flash'] | undefined
    Object.defineProperty(res.locals, 'flash', {
      enumerable: true,
      get: () => (taken === undefined ? (taken = flashOf(req, res)) : taken),
    })
    next()
  }
}

/** The same, as soon as the session has told who it is. */
export function personal(countInbox: (tx: Tx, actor: Actor) => Promise<number>): RequestHandler {
  return async (req, res, next) => {
    const { actor } = req
    if (actor) {
      Object.assign(res.locals, inLanguage(req), { actor, may: (path: string) => mayOpen(actor, path) })
      res.locals.inboxCount = await asActor(actor, (tx) => countInbox(tx, actor))
    }
    next()
  }
}

function inLanguage(req: Request): Pick<Shared, 't' | 'lang'> {
  const lang = languageOf(req)
  return { t: translators[lang], lang }
}

function flashOf(req: Request, res: Response): Shared['flash'] {
  const said = takeFlash(req, res)
  return said && { tone: said.tone, text: res.locals.t(said.sentence, said.params) }
}

function languageOf(req: Request): Language {
  if (req.actor) return req.actor.locale
  const chosen = cookie(req, 'lang')
  if (chosen === 'sv' || chosen === 'en') return chosen
  return req.acceptsLanguages('sv', 'en') === 'en' ? 'en' : 'sv'
}
