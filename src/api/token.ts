import express, { type Request, type RequestHandler } from 'express'
import { z } from 'zod'
import { asSystem } from '../db/actor.ts'
import { knownScopes, type Scope } from '../domain/scopes.ts'
import { readParameters } from '../web/parameters.ts'
import { API_ADDRESS, endpoint } from './endpoint.ts'
import { countWrong } from './entrance.ts'
import { hashOfSecret, newSecret } from './keys/secrets.ts'
import { PROBLEMS } from './shared.ts'
import { routes } from '../web/routes.ts'

/** How long an access token lives, in seconds. */
const LIFETIME = 3600

const Granted = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int(),
    scope: z.string(),
  })
  .meta({ id: 'AccessToken' })
const Refused = z
  .object({ error: z.string(), error_description: z.string() })
  .meta({ id: 'TokenError', description: 'As RFC 6749, 5.2 has it.' })
const Form = z.object({
  grant_type: z.literal('client_credentials'),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  scope: z.string().optional().meta({ description: 'Fewer than the key has, with spaces between.' }),
})

const formBody: RequestHandler[] = [
  express.text({ type: 'application/x-www-form-urlencoded', limit: 10_000 }),
  (req, _res, next) => {
    const given: unknown = req.body
    req.body = readParameters(typeof given === 'string' ? given : '', 20)
    next()
  },
]

interface Client {
  id: number
  company_id: number | null
  owner_id: number | null
  scopes: string[]
  /** Neither outlives the secret that it was asked for with. */
  seconds: number
}

/** OAuth 2.0 client credentials (RFC 6749, 4.4): for systems that keep the secret away from every call. */
const token = endpoint(
  {
    method: 'POST',
    path: '/oauth/token',
    open: { for: 'anyone' },
    id: 'createToken',
    tag: 'Keys',
    summary: 'An access token for an hour, for the id and a secret of a key (OAuth 2.0 client credentials)',
    description:
      'The id and the secret by HTTP Basic, or in the form. A secret also works as it is, as a Bearer token.',
    reads: formBody,
    form: { mediaType: 'application/x-www-form-urlencoded', schema: Form },
    answers: {
      200: { description: 'The token', schema: Granted },
      400: { description: 'The call is no such request, or asks for what the key has not', schema: Refused },
      401: { description: 'No such key and secret', schema: Refused },
      429: PROBLEMS()[429]!,
    },
  },
  async ({ req, res }) => {
    const refuse = (status: number, error: string, description: string) => {
      if (status === 401) res.set('WWW-Authenticate', 'Basic realm="api"')
      res.status(status).json({ error, error_description: description })
    }
    const form = req.body as Record<string, string | undefined>
    if (form['grant_type'] !== 'client_credentials') {
      refuse(400, 'unsupported_grant_type', 'grant_type must be client_credentials')
      return
    }
    const client = await clientOf(req, form)
    if (typeof client === 'number') {
      res.set('Retry-After', String(client))
      refuse(429, 'invalid_client', 'Too many tries')
      return
    }
    if (!client) {
      refuse(401, 'invalid_client', 'No such client and secret')
      return
    }
    const granted = scopesFor(client, form['scope'])
    if (!granted) {
      refuse(400, 'invalid_scope', 'The key does not have all of these scopes')
      return
    }
    const seconds = Math.min(LIFETIME, Math.floor(client.seconds))
    const access_token = await issue(client, granted, seconds)
    res.json({ access_token, token_type: 'Bearer', expires_in: seconds, scope: granted.join(' ') })
  },
)

/** A number: that of nobody, and so many seconds to wait before the next try. */
async function clientOf(req: Request, form: Record<string, string | undefined>): Promise<Client | number | undefined> {
  const [id, secret] = basicOf(req) ?? [form['client_id'], form['client_secret']]
  const hash = typeof secret === 'string' && secret.startsWith('elm_') ? hashOfSecret(secret) : null
  const found = typeof id === 'string' && hash ? await findClient(id, hash) : undefined
  if (found) return found
  return (await countWrong(req)) || undefined
}

function basicOf(req: Request): [string, string] | null {
  const encoded = /^basic +([\w+/=-]{1,500})$/i.exec(req.get('authorization') ?? '')?.[1]
  if (encoded === undefined) return null
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':')
  return [id, rest.join(':')]
}

// By the real clock, as every call is (sql/functions/api_actor.sql).
function findClient(id: string, hash: Buffer): Promise<Client | undefined> {
  return asSystem('auth', async (tx) => {
    const { rows } = await tx.raw<{ rows: Client[] }>(
      `select k.id, k.company_id, k.owner_id, k.scopes, extract(epoch from least(s.expires_at, k.expires_at) - now())::float as seconds
       from api_secrets s join api_keys k on k.id = s.key_id
       where s.hash = ? and s.kind = 'secret' and k.client_id = ? and s.expires_at > now() and k.expires_at > now()
         and k.revoked_at is null and app.tenant_open(k.company_id, k.owner_id)`,
      [hash, id],
    )
    return rows[0]
  })
}

function scopesFor({ scopes }: Client, asked: string | undefined): Scope[] | null {
  const own = knownScopes(scopes)
  const wanted = (typeof asked === 'string' ? asked : '').split(' ').filter((scope) => scope !== '')
  if (wanted.length === 0) return own
  return wanted.every((scope) => own.includes(scope as Scope)) ? knownScopes(wanted) : null
}

function issue({ id, company_id, owner_id }: Client, scopes: Scope[], seconds: number): Promise<string> {
  const { text, hash } = newSecret('token')
  return asSystem('auth', async (tx) => {
    await tx('api_secrets').where({ key_id: id, kind: 'token' }).whereRaw('expires_at < now()').delete()
    await tx('api_secrets').insert({
      hash,
      key_id: id,
      company_id,
      owner_id,
      kind: 'token',
      scopes,
      created_at: tx.raw('now()'),
      expires_at: tx.raw('now() + make_interval(secs => ?)', [seconds]),
    })
    return text
  })
}

export const tokenEndpoint = routes(API_ADDRESS).use(token)
