import type { Request, Response } from 'express'
import { z } from 'zod'
import { asSystem } from '../../db/actor.ts'
import { Invalid } from '../../web/errors.ts'
import type { FlatBody } from '../../web/forms.ts'
import { actorOf } from '../../web/guards.ts'
import { render } from '../../web/views.ts'
import { ownPath } from './ownPath.ts'
import { seal, unseal } from './encryption.ts'
import { hashOf, newToken } from './tokens.ts'
import type { Ways } from './waysToProve.ts'

/**
 * A posted form that waits for its person to show who they are. It travels in the page that asks, sealed: a client's secret
 * is not shown there, and nobody writes one for another session or another address.
 */
const Held = z.object({
  purpose: z.literal('held-form'),
  session: z.number(),
  path: z.string(),
  until: z.number(),
  fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
})

const HOUR = 3_600_000
/** What proves is never held. */
const PROOF = ['current', 'proof_code', 'proof_credential', '_held']

export function hold(req: Request, path: string, fields: FlatBody): string {
  const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => !PROOF.includes(name)))
  const until = Date.now() + HOUR
  const held: z.output<typeof Held> = { purpose: 'held-form', session: req.session!.id, path, until, fields: kept }
  return seal(JSON.stringify(held)).toString('base64url')
}

/** Puts what was held in the place of the body that brings the proof; a body without any stays as it is. */
export function takeHeld(req: Request): void {
  const body = (req.body ?? {}) as FlatBody
  const { _held: sealed } = body
  if (typeof sealed !== 'string') return
  const held = opened(sealed)
  const isGood = held?.session === req.session!.id && held.path === pathOf(req) && held.until > Date.now()
  if (!isGood) throw new Invalid('Sidan är för gammal. Ladda om den och försök igen.')
  const proof = Object.fromEntries(
    PROOF.flatMap((name) => (name in body && name !== '_held' ? [[name, body[name]]] : [])),
  )
  req.body = Object.assign(Object.create(null) as FlatBody, held.fields, proof)
}

export function opened(sealed: string): z.output<typeof Held> | null {
  const plain = unseal(Buffer.from(sealed, 'base64url'))
  if (plain === null) return null
  try {
    return Held.parse(JSON.parse(plain))
  } catch {
    // Sealed by us, as something else.
    return null
  }
}

const pathOf = (req: Request) => req.originalUrl

/** The page that asks, in place of the deed; a script that wanted data is told in words. */
export async function showAsking(req: Request, res: Response, ways: Ways, message: string): Promise<void> {
  res.status(res.hasHeader('Retry-After') ? 429 : 422)
  if (req.get('accept') === 'application/json') {
    const ask = ways.password ? 'Ange ditt nuvarande lösenord.' : 'Bekräfta först att det är du, överst på sidan.'
    res.json({ error: res.locals.t(message || ask) })
    return
  }
  await showProof(req, res, { ways, message, action: pathOf(req), fields: req.body as FlatBody, back: cameFrom(req) })
}

interface Asking {
  ways: Ways
  message: string
  action: string
  fields: FlatBody
  back: string
}

export async function showProof(req: Request, res: Response, asking: Asking): Promise<void> {
  const { ways, message, action, back } = asking
  const held = hold(req, action, asking.fields)
  const field = ways.password ? 'current' : ways.code ? 'proof_code' : 'proof'
  await render(res, 'sign-in/proof', {
    title: res.locals.t('Bekräfta att det är du'),
    form: { values: {}, errors: message === '' ? {} : { [field]: message } },
    action,
    held,
    ways,
    back,
    username: actorOf(req).username,
    providerAt: ways.provider === null ? null : await keptForProvider(req, held),
  })
}

const QUARTER = 900

/** Where one goes by way of the provider: a page of ours that knows the form, for no link can carry it. */
async function keptForProvider(req: Request, held: string): Promise<string> {
  const token = newToken()
  await asSystem('auth', async (tx) => {
    await tx('held_forms').where('expires_at', '<', tx.raw('now()')).delete()
    await tx('held_forms').insert({
      token_hash: hashOf(token),
      session_id: req.session!.id,
      held: Buffer.from(held, 'base64url'),
      expires_at: tx.raw('now() + make_interval(secs => ?)', [QUARTER]),
    })
  })
  return `/profile/proof/provider/${token}`
}

/** The page of ours that the form was on, for who thinks better of it. */
function cameFrom(req: Request): string {
  const referrer = req.get('referer')
  if (referrer === undefined || !URL.canParse(referrer)) return '/'
  const { host, pathname, search } = new URL(referrer)
  return host === req.get('host') ? ownPath(pathname + search) : '/'
}
