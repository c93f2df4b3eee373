import type { Request, RequestHandler, Response } from 'express'
import { Conflict } from './errors.ts'
import { flash } from './flash.ts'
import type { FlatBody } from './forms.ts'
import { isScript, signedIn, signInAddress } from './guards.ts'
import type { Layout } from './partials.ts'
import { fieldsWithoutFiles } from './uploads.ts'

/** A posted form, and where it was posted to. */
export interface Kept {
  action: string
  values: FlatBody
}

/** Where what somebody wrote is kept when their session has ended meanwhile (sign-in/accounts/keptForms.ts). */
export interface Keeper {
  /** Whose page the form stood on, as it says itself; null when it does not. */
  writerOf: (body: FlatBody) => number | null
  keep: (userId: number, page: string, kept: Kept) => Promise<void>
  /** Given once. */
  take: (userId: number, page: string) => Promise<Kept | null>
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how Express lets its request be extended
  namespace Express {
    interface Request {
      /** What the person had written here when their session ended: a page puts it back by takeKept(). */
      kept?: Kept
    }
    interface Locals {
      /** Told above the page: it is back in its form, or else shown to be copied. */
      kept?: Layout['kept']
    }
  }
}

/** Follows the address to sign in at: the page gives back what was written. */
export const KEPT = 'kept=1'
/** The same after another deed beside the form. */
const KEPT_ASIDE = 'kept=aside'

/** A form whose session has ended: what was written is kept for its writer, who is asked to sign in and come back. */
export function keepForSignIn(keeper: Keeper, pageOf: (req: Request) => string): RequestHandler {
  return async (req, res, next) => {
    if (isScript(req)) return signedIn(req, res, next)
    const page = pageOf(req)
    if (!(await keepOf(req, res, keeper, page))) {
      res.redirect(303, signInAddress(page))
      return
    }
    flash(res, 'info', 'Du är utloggad. Det du skrev är inte sparat, men kommer tillbaka när du har loggat in.')
    res.redirect(303, signInAddress(`${page}?${KEPT}`))
  }
}

/** A page that somebody else opened before is not posted in the name of whoever has signed in since. */
export function refuseAnotherWriter(keeper: Keeper, pageOf: (req: Request) => string): RequestHandler {
  return async (req, res, next) => {
    const writer = keeper.writerOf(req.body as FlatBody)
    if (writer === null || writer === (req.operator ?? req.actor)?.userId) {
      next()
      return
    }
    await keepOf(req, res, keeper, pageOf(req))
    throw new Conflict(
      'Sidan öppnades av någon annan som var inloggad i den här webbläsaren. Inget är sparat i ditt namn. Ladda om sidan.',
    )
  }
}

/** False where there is nothing to keep, or nobody to keep it for. */
export async function keepOf(req: Request, res: Response, keeper: Keeper, page: string): Promise<boolean> {
  const body = req.actor ? (req.body as FlatBody) : await fieldsWithoutFiles(req, res)
  const writer = keeper.writerOf(body)
  const values = written(body)
  if (writer === null || !Object.entries(values).some(([name, value]) => !name.startsWith('_') && value !== '')) {
    return false
  }
  await keeper.keep(writer, page, { action: pathOf(req), values })
  return true
}

/**
 * Where a deed beside a panel leads: what is written in the panel has been posted along, and comes back there.
 * @param location the page of the panel, perhaps with a place in it
 */
export async function backBeside(req: Request, res: Response, keeper: Keeper, location: string): Promise<string> {
  if ((req.body as FlatBody)['_aside'] !== '1') return location
  const [page = '', place] = location.split('#')
  const isKept = await keepOf(req, res, keeper, page)
  return isKept ? `${page}?${KEPT_ASIDE}${place ? `#${place}` : ''}` : location
}

/** What a person wrote and chose: no secret, and nothing that is good for one posting alone. */
function written(body: FlatBody): FlatBody {
  const isKept = (name: string) => !/^_(key|person|held)$|^current$|^proof_|password|secret|code$/i.test(name)
  return Object.fromEntries(Object.entries(body).filter(([name]) => isKept(name)))
}

/** On the way to a page that was come back to. */
export function bringBack(keeper: Keeper): RequestHandler {
  return async (req, res, next) => {
    const { actor } = req
    const why = req.query['kept']
    const isAsked = why === '1' || why === 'aside'
    const kept = actor && !actor.support && isAsked ? await keeper.take(actor.userId, pathOf(req)) : null
    if (kept) {
      req.kept = kept
      res.locals.kept = { isBack: false, isAside: why === 'aside', texts: textsOf(kept.values) }
    }
    next()
  }
}

/** What was written in a form of this page, to be put back in it; null when nothing was. */
export function takeKept(req: Request, res: Response): Kept | null {
  const { kept } = req
  if (!kept) return null
  res.locals.kept = { isBack: true, isAside: res.locals.kept?.isAside ?? false, texts: [] }
  return kept
}

function textsOf(values: FlatBody): [string, string][] {
  return Object.entries(values).flatMap(([name, value]): [string, string][] =>
    name.startsWith('_') || value === '' ? [] : [[name, [value].flat().join(', ')]],
  )
}

const pathOf = (req: Request) => `${req.baseUrl}${req.path}`.replace(/\/$/, '')
