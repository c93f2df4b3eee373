import type { Request, RequestHandler, Response } from 'express'
import { pooled, type Actor } from '../db/actor.ts'
import { knownScopes, rightsOf, SCOPES } from '../domain/scopes.ts'
import { translators, type Language } from '../language/i18n.ts'
import { HttpError } from '../web/errors.ts'
import { countUse, networkOf } from '../web/rateLimits.ts'
import { hashOfSecret } from './keys/secrets.ts'

/** So many calls a minute has each key (sql/functions/api_actor.sql counts them). */
export const CALLS = 600

/** So many keys that are none may come from one network in a quarter of an hour. */
const WRONG = { most: 60, seconds: 900 }

/** Counts one; the seconds to wait when there have been too many. */
export const countWrong = (req: Request): Promise<number> =>
  countUse('api-key', networkOf(req.ip ?? ''), WRONG.most, WRONG.seconds)

interface KeyRow {
  key_id: number
  key_name: string
  scopes: string[]
  user_id: number
  username: string
  name: string
  kind: 'installer' | 'owner'
  company_id: number | null
  owner_id: number | null
  tenant_name: string
  contact_id: number | null
  contact_name: string | null
  calls: number
  until: string
}

/** Who asks, by `Authorization: Bearer`: a secret of a key or an access token. No cookie is read, so no page can ask in its name. */
export const letIn: RequestHandler = async (req, res, next) => {
  const lang: Language = req.acceptsLanguages('sv', 'en') === 'en' ? 'en' : 'sv'
  Object.assign(res.locals, { lang, t: translators[lang] })
  res.set('Vary', 'Authorization, Accept-Language').set('Content-Language', lang)
  req.actor = null
  const given = req.get('authorization')
  if (given !== undefined && !/^basic /i.test(given)) req.actor = await enter(req, res, given, lang)
  next()
}

/** @throws HttpError 401, 429 */
async function enter(req: Request, res: Response, given: string, lang: Language): Promise<Actor> {
  const secret = /^bearer +([\w-]{1,100})$/i.exec(given.trim())?.[1] ?? ''
  const hash = hashOfSecret(secret)
  const row = hash === null ? undefined : await keyOf(hash, req.ip ?? '')
  if (!row) {
    const wait = await countWrong(req)
    if (wait > 0) throw tooMany(res, wait)
    res.set('WWW-Authenticate', 'Bearer error="invalid_token"')
    throw new HttpError(401, 'Nyckeln finns inte, har gått ut eller är spärrad.')
  }
  const seconds = Math.max(1, Math.ceil((Number(row.until) - Date.now()) / 1000))
  res.set('RateLimit-Policy', `"calls";q=${CALLS};w=60`)
  res.set('RateLimit', `"calls";r=${Math.max(0, CALLS - row.calls)};t=${seconds}`)
  if (row.calls > CALLS) throw tooMany(res, seconds)
  return actorOf(row, lang)
}

function tooMany(res: Response, seconds: number): HttpError {
  res.set('Retry-After', String(seconds))
  return new HttpError(429, 'För många anrop. Vänta så länge som Retry-After säger.')
}

async function keyOf(hash: Buffer, address: string): Promise<KeyRow | undefined> {
  const { rows } = await pooled().raw<{ rows: KeyRow[] }>('select * from app.api_actor(?, ?)', [hash, address])
  return rows[0]
}

function actorOf(row: KeyRow, locale: Language): Actor {
  const scopes = knownScopes(row.scopes)
  const contact = row.contact_id === null ? null : { id: row.contact_id, name: row.contact_name! }
  const who = {
    userId: row.user_id,
    username: row.username,
    name: row.name,
    locale,
    isAdmin: scopes.some((scope) => SCOPES[scope].admin),
    tenantName: row.tenant_name,
    key: { id: row.key_id, scopes, contact },
    rights: rightsOf(scopes),
  }
  return row.kind === 'owner'
    ? { ...who, side: 'owner', sets: [], companyId: null, ownerId: row.owner_id! }
    : { ...who, side: 'installer', companyId: row.company_id!, ownerId: null }
}

/** Every address that a key opens asks for one. */
export const asksForKey: RequestHandler = (_req, res) => {
  res.set('WWW-Authenticate', 'Bearer')
  throw new HttpError(401, 'Ange en API-nyckel: Authorization: Bearer …')
}
