import { Router, type Request, type RequestHandler } from 'express'
import type { RouteParameters } from 'express-serve-static-core'
import { match } from 'path-to-regexp'
import type { Actor, Side } from '../db/actor.ts'
import { can, type Right } from '../domain/rights.ts'
import type { Scope } from '../domain/scopes.ts'
import { Forbidden, LacksScope, READ_ONLY } from './errors.ts'
import type { FormPage } from './formPage.ts'
import { signedIn } from './guards.ts'
import { bringBack, keepForSignIn, refuseAnotherWriter, type Keeper } from './kept.ts'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how Express lets its request be extended
  namespace Express {
    interface Request {
      /** The declared address of the page that took the request, '/cases/:ref/notes': for logs and metrics. */
      pattern?: string
    }
  }
}

/** Whom a page is for: the sides of `Actor`, or their administrators alone. 'self': everybody who is signed in. */
const WHOM = {
  anyone: { sides: null },
  self: { sides: ['installer', 'owner', 'operator'] },
  party: { sides: ['installer', 'owner'] },
  installer: { sides: ['installer'] },
  installerAdmin: { sides: ['installer'], admin: true },
  owner: { sides: ['owner'] },
  ownerAdmin: { sides: ['owner'], admin: true },
  operator: { sides: ['operator'] },
} as const satisfies Record<string, { sides: readonly Side[] | null; admin?: true }>
export type Whom = keyof typeof WHOM

/** What is said of a page where it is added, or once for a room: who may open it, and what that takes. */
export interface Declaration {
  for: Whom
  /** What it takes of a network owner's people (domain/rights.ts); 'none': nothing. Asked for by 'party' and 'owner'. */
  right?: Right | 'none'
  /** Open to an operator who gives support; all else is shut to them. Of a POST only where it stands at the post itself. */
  support?: boolean
  /** Of a POST: asksProof(), or in words why it needs no recent proof of who it is. */
  proof?: RequestHandler | string
  /** What it takes of an API key; a page that says none is shut to keys. */
  scope?: Scope | 'none'
  /** What reads the body of a POST (uploads), before the proof is asked for: the page that asks holds what was typed. */
  reads?: RequestHandler[]
}

/** A page as it is declared, with its whole address. */
export interface Page extends Required<Declaration> {
  method: 'GET' | 'POST' | 'PATCH'
  path: string
  /** `path` is `address` and `own`. */
  address: string
  own: string
  handlers: RequestHandler[]
}

type Handlers<P extends string> = RequestHandler<RouteParameters<P>>[]

export interface Room {
  get: <P extends string>(path: P, declared: Partial<Declaration>, ...handlers: Handlers<P>) => Room
  post: <P extends string>(path: P, declared: Partial<Declaration>, ...handlers: Handlers<P>) => Room
  patch: <P extends string>(path: P, declared: Partial<Declaration>, ...handlers: Handlers<P>) => Room
  /** GET shows the form, POST saves it. */
  form: (path: string, declared: Partial<Declaration>, page: FormPage) => Room
  /** The pages of another file, whose addresses are its own, in this place. */
  use: (...rooms: Room[]) => Room
  /** In the order in which they are asked whether an address is theirs. */
  pages: () => Page[]
}

/**
 * The pages of a room. Each is added with its declaration, of which the room may say once what all have in common.
 * @param addresses where the room is; a room with two sides has an address, and a declaration, for each
 * @throws Error at start for a page that does not say enough
 */
export function routes(
  addresses: string | Record<string, Partial<Declaration>>,
  common: Partial<Declaration> = {},
): Room {
  const places = Object.entries(typeof addresses === 'string' ? { [addresses]: {} } : addresses)
  const parts: (() => Page[])[] = []
  const add = (method: Page['method'], own: string, declared: Partial<Declaration>, handlers: RequestHandler[]) => {
    const pages = places.map(([address, place]) =>
      pageOf({
        ...common,
        ...place,
        ...(method !== 'GET' && { support: false }),
        ...declared,
        method,
        address,
        own,
        handlers,
      }),
    )
    parts.push(() => pages)
    return room
  }
  const room: Room = {
    get: (path, declared, ...handlers) => add('GET', path, declared, handlers as unknown as RequestHandler[]),
    post: (path, declared, ...handlers) => add('POST', path, declared, handlers as unknown as RequestHandler[]),
    patch: (path, declared, ...handlers) => add('PATCH', path, declared, handlers as unknown as RequestHandler[]),
    form: (path, declared, { show, save }) =>
      room.get(path, declared, show).post(path, { ...declared, support: false }, save),
    use: (...rooms) => {
      parts.push(...rooms.map(({ pages }) => pages))
      return room
    },
    pages: () => parts.flatMap((pages) => pages()),
  }
  return room
}

type Said = Partial<Declaration> & Pick<Page, 'method' | 'address' | 'own' | 'handlers'>

function pageOf({ method, address, own, handlers, for: whom, right, support, proof, reads, scope }: Said): Page {
  const path = own === '/' ? address : `${address === '/' ? '' : address}${own}`
  const lacking = (what: string) => new Error(`${method} ${path} does not say ${what}`)
  if (whom === undefined) throw lacking('whom it is for')
  if ((whom === 'party' || whom === 'owner') && right === undefined) throw lacking('which right it takes')
  if (method !== 'GET' && proof === undefined) throw lacking('whether it asks for a recent proof')
  return {
    method,
    path,
    address,
    own,
    handlers,
    for: whom,
    right: whom === 'party' || whom === 'owner' ? right! : 'none',
    support: support ?? false,
    scope: scope ?? 'none',
    proof: method === 'GET' ? '' : proof!,
    reads: method === 'GET' ? [] : (reads ?? []),
  }
}

/** Every page of the program: the router that serves them, and what menus ask. */
export interface Pages {
  list: readonly Page[]
  router: RequestHandler
  /** Whether the reader may read, or post to, what is at this address; undefined where no page is declared. */
  may: (actor: Actor, path: string, method?: string) => boolean | undefined
}

/** @param asks what is said to one who is not signed in */
export function declare(rooms: Room[], keeper?: Keeper, asks: RequestHandler = signedIn): Pages {
  const list = rooms.flatMap((room) => room.pages())
  const router = Router()
  // Express would answer OPTIONS of every page, before its guard.
  router.use((req, _res, next) => next(req.method === 'OPTIONS' ? 'router' : undefined))
  const around = keeper && aroundForms(keeper, (req) => shownAt(req, (path) => isShown(find('GET', path))))
  for (const page of list) router.use(page.address, served(page, asks, around))
  // As Express finds them: the first that fits, in any case, with or without a slash at the end.
  const known = list.map((page) => ({
    page,
    fits: match(page.path, { sensitive: false, trailing: true, decode: false }),
  }))
  const find = (method: string, path: string) =>
    known.find(({ page, fits }) => page.method === method && fits(path))?.page
  // Menus ask about the same few addresses on every page: those without parameters are found once.
  const fixed = new Map(
    list.flatMap(({ method, path }) => (/[:*{]/.test(path) ? [] : [[`${method} ${path}`, find(method, path)]])),
  )
  return {
    list,
    router,
    may: (actor, path, method = 'GET') => {
      const page = fixed.get(`${method} ${path}`) ?? find(method, path)
      return page && isOpen(page, actor)
    },
  }
}

/** The guard is part of the route itself: what Express finds at an address is what was asked about. */
function served({ method, own, reads, proof, handlers, ...page }: Page, asks: RequestHandler, around?: Around): Router {
  const proves = typeof proof === 'string' ? [] : [proof]
  const isForm = method === 'POST' && page.for !== 'anyone'
  const { keeps, after, back } = page.for === 'anyone' ? {} : (around ?? {})
  const guarded = [guard({ ...page }, (isForm && keeps) || asks), ...(method === 'GET' && back ? [back] : [])]
  const all = [...guarded, ...reads, ...(isForm && after ? [after] : []), ...proves, ...handlers]
  const router = Router({ mergeParams: true })
  return router[METHODS[method]](own, ...all)
}

const METHODS = { GET: 'get', POST: 'post', PATCH: 'patch' } as const

/** What is done around the pages of those who are signed in, so that nothing they write is lost with their session. */
interface Around {
  keeps: RequestHandler
  after: RequestHandler
  back: RequestHandler
}

function aroundForms(keeper: Keeper, pageOf: (req: Request) => string): Around {
  return { keeps: keepForSignIn(keeper, pageOf), after: refuseAnotherWriter(keeper, pageOf), back: bringBack(keeper) }
}

const isShown = (page: Page | undefined) => page !== undefined && page.for !== 'anyone'

/** The page that a form stood on: the one it says that it came from, else the nearest that has its address or one above it. */
function shownAt(req: Request, isPage: (path: string) => boolean): string {
  const referrer = req.get('referer') ?? ''
  const from = URL.canParse(referrer) ? new URL(referrer) : null
  const said = from?.host === req.get('host') ? [from!.pathname] : []
  const own = `${req.baseUrl}${req.path}`.replace(/\/$/, '')
  const above = own.split('/').flatMap((_part, at, parts) => {
    const path = parts.slice(0, parts.length - at).join('/')
    return [path, `${path}/new`]
  })
  return [...said, ...above].find((path) => path.startsWith('/') && isPage(path)) ?? '/'
}

type Guarded = Pick<Page, 'for' | 'right' | 'support' | 'scope' | 'path'>

function guard(page: Guarded, asks: RequestHandler): RequestHandler {
  return (req, res, next) => {
    req.pattern = page.path
    if (page.for !== 'anyone' && !req.actor) {
      void asks(req, res, next)
      return
    }
    if (req.actor) refuse(page, req.actor)
    next()
  }
}

/** @throws Forbidden with words for why */
function refuse(page: Guarded, actor: Actor): void {
  if (isOpen(page, actor)) return
  if (actor.support) throw new Forbidden(READ_ONLY)
  if (actor.key && !hasScope(page, actor)) throw new LacksScope(page.scope)
  // Most often somebody whose support access has just ended under them.
  if (actor.side === 'operator') throw new Forbidden('Sidan kräver supportåtkomst, och du har ingen som pågår.')
  throw new Forbidden()
}

function isOpen({ for: whom, right, support, scope }: Omit<Guarded, 'path'>, actor: Actor): boolean {
  if (actor.support && !support) return false
  if (whom !== 'anyone' && !hasScope({ scope }, actor)) return false
  const { sides, admin = false }: { sides: readonly Side[] | null; admin?: boolean } = WHOM[whom]
  if (sides === null) return true
  if (!sides.includes(actor.side) || (admin && !actor.isAdmin)) return false
  return actor.side !== 'owner' || right === 'none' || can(actor, right)
}

/** A key opens what asks for one of its scopes, and no page of people's. */
function hasScope({ scope }: Pick<Guarded, 'scope'>, { key }: Actor): boolean {
  return !key || (scope !== 'none' && key.scopes.includes(scope))
}
