import type { Request, RequestHandler, Response } from 'express'
import type { Actor } from '../db/actor.ts'
import { asset } from './assets.ts'
import { cookie } from './cookies.ts'
import { takeFlash } from './flash.ts'
import { maskIdentity } from '../domain/forms/identifiers/identity.ts'
import { format } from '../language/format.ts'
import { translators, type Language } from '../language/i18n.ts'
import { roomFor } from './limits.ts'
import type { Shared } from './pages.ts'
import { escape } from './templates.ts'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how Express lets its locals be typed
  namespace Express {
    interface Locals extends Omit<Shared, 'title'> {
      form?: never
    }
  }
}

/** What every page needs (pages.ts, Shared), also one that tells of a fault before it is known who asks. */
export function locals({ demo, suggestions, helpAt }: Pick<Shared, 'demo' | 'suggestions' | 'helpAt'>): RequestHandler {
  return (req, res, next) => {
    req.actor = null
    const own = {
      fmt: format,
      companyNumber: maskIdentity,
      path: req.path,
      inboxCount: 0,
      demo,
      asset,
      suggestions,
      helpAt,
      may: () => false,
      hrefTo: hrefOf,
      shut: '' as const,
      person: '',
      began: Date.now(),
      room: 0,
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

/**
 * The same, as soon as the session has told who it is; `mayOpen` says which addresses menus show them, `tagOf` marks every
 * form as theirs (web/kept.ts).
 */
export function personal(
  mayOpen: (actor: Actor, path: string, method: string) => boolean,
  tagOf: (userId: number) => string,
): RequestHandler {
  return (req, res, next) => {
    const { actor, session } = req
    if (actor) {
      const may: Shared['may'] = (path, method = 'GET') => mayOpen(actor, path, method)
      const support = actor.support && {
        hrefTo: (href: string) => (isShut(href, may) ? '' : hrefOf(href)),
        shut: ' disabled' as const,
      }
      const person = tagOf((req.operator ?? actor).userId)
      Object.assign(res.locals, inLanguage(req), {
        actor,
        may,
        person,
        room: roomFor(req).text,
        ...support,
        inboxCount: session!.inbox,
      })
    }
    next()
  }
}

const hrefOf = (href: string) => `href="${escape(href)}"`

/** An address of ours that the reader may not open; a place on the page and other sites are nobody's to shut. */
function isShut(href: string, may: Shared['may']): boolean {
  const [path = ''] = href.split(/[?#]/)
  return path.startsWith('/') && !may(path)
}

function inLanguage(req: Request): Pick<Shared, 't' | 'lang'> {
  const lang = languageOf(req)
  return { t: translators[lang], lang }
}

function flashOf(req: Request, res: Response): Shared['flash'] {
  const said = takeFlash(req, res)
  if (!said) return null
  const { tone, sentence, params, undo } = said
  const seconds = undo ? Math.ceil((undo.until - Date.now()) / 1000) : 0
  return {
    tone,
    text: res.locals.t(sentence, params),
    undo: undo && seconds > 0 ? { href: undo.href, key: undo.key, seconds } : null,
  }
}

function languageOf(req: Request): Language {
  if (req.actor) return req.actor.locale
  const chosen = cookie(req, 'lang')
  if (chosen === 'sv' || chosen === 'en') return chosen
  return req.acceptsLanguages('sv', 'en') === 'en' ? 'en' : 'sv'
}
