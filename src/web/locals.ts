import type { Request, RequestHandler } from 'express'
import { asActor, type Actor, type Tx } from '../db/actor.ts'
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

/** What every page needs besides its own data (pages.ts, Shared). The count is asked for only where a page is shown. */
export function locals(options: {
  demo: boolean
  countInbox: (tx: Tx, actor: Actor) => Promise<number>
}): RequestHandler {
  return async (req, res, next) => {
    const lang = languageOf(req)
    const { actor } = req
    Object.assign(res.locals, {
      t: translators[lang],
      lang,
      fmt: format,
      actor,
      path: req.path,
      flash: null,
      inboxCount: 0,
      demo: options.demo,
      asset,
    } satisfies Omit<Shared, 'title'>)
    if (req.method === 'GET' || req.method === 'POST') {
      const said = req.method === 'GET' ? takeFlash(req, res) : null
      if (said) res.locals.flash = { tone: said.tone, text: res.locals.t(said.sentence, said.params) }
      if (actor) res.locals.inboxCount = await asActor(actor, (tx) => options.countInbox(tx, actor))
    }
    next()
  }
}

function languageOf(req: Request): Language {
  if (req.actor) return req.actor.locale
  const chosen = cookie(req, 'lang')
  if (chosen === 'sv' || chosen === 'en') return chosen
  return req.acceptsLanguages('sv', 'en') === 'en' ? 'en' : 'sv'
}
