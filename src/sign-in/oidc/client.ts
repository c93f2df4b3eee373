import * as client from 'openid-client'
import { readConfig } from '../../config.ts'
import { askOutside, NotPublic } from '../../web/outgoing.ts'
import type { Provider } from './queries.ts'

const { production } = readConfig()

/** Why a provider cannot be used, in words for its owner's administrator. */
export class ProviderProblem extends Error {}

const cache = new Map<number, { key: string; until: number; found: Promise<client.Configuration> }>()
const HOUR = 3_600_000

/**
 * What the provider says of itself, asked for once an hour; again when its settings change, or at once when `anew`.
 * @throws ProviderProblem when it cannot be reached, or is not what it should be
 */
export async function configurationOf(provider: Provider, anew = false): Promise<client.Configuration> {
  const key = `${provider.issuer} ${provider.clientId} ${provider.updatedAt.getTime()}`
  const known = cache.get(provider.ownerId)
  if (!anew && known?.key === key && known.until > Date.now()) return known.found
  const found = discover(provider)
  cache.set(provider.ownerId, { key, until: Date.now() + HOUR, found })
  // A provider that was away is asked again next time.
  found.catch(() => cache.delete(provider.ownerId))
  return found
}

async function discover({ issuer, clientId, clientSecret }: Provider): Promise<client.Configuration> {
  if (clientSecret === null) throw new ProviderProblem('Klientens hemlighet går inte att läsa längre. Ange den igen.')
  const at = new URL(issuer)
  const found = await client
    .discovery(at, clientId, clientSecret, client.ClientSecretBasic(clientSecret), {
      timeout: 8,
      [client.customFetch]: (url, options) => guardedFetch(url, options),
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to be noticed: http never in production
      execute: production ? [] : [client.allowInsecureRequests],
    })
    .catch((error: unknown) => {
      if (error instanceof ProviderProblem) throw error
      throw new ProviderProblem('Leverantören svarar inte som väntat, eller inte alls.', { cause: error })
    })
  const said = found.serverMetadata()
  if (said.code_challenge_methods_supported && !said.supportsPKCE())
    throw new ProviderProblem('Leverantören stöder inte PKCE (S256), som krävs.')
  found[client.customFetch] = (url, options) => guardedFetch(url, options)
  return found
}

/** A provider's answer: its metadata and keys are some kilobytes. */
const MOST_BYTES = 500_000
/** Answers that have no body (Fetch standard, null body status). */
const EMPTY = [204, 205, 304]

/**
 * An administrator says where we ask, so we ask only what anybody could (web/outgoing.ts). In development and tests the
 * provider may stand on this machine.
 * @throws ProviderProblem
 */
export async function guardedFetch(
  url: string,
  { method, headers, body, signal }: client.CustomFetchOptions,
  allowPrivate = !production,
): Promise<Response> {
  const at = new URL(url)
  if (!allowPrivate && at.protocol !== 'https:') throw new ProviderProblem('Adressen ska börja med https.')
  const heard = await askOutside(at, {
    method: method === 'POST' ? 'POST' : 'GET',
    headers,
    body: body instanceof URLSearchParams ? body.toString() : typeof body === 'string' ? body : undefined,
    signal: signal ?? AbortSignal.timeout(8000),
    mostBytes: MOST_BYTES,
    allowPrivate,
  }).catch((error: unknown) => {
    if (error instanceof NotPublic) throw new ProviderProblem('Adressen leder inte ut på internet.')
    throw error
  })
  const said = Object.entries(heard.headers).flatMap(([name, value]): [string, string][] =>
    [value ?? []].flat().map((each) => [name, each]),
  )
  const isEmpty = EMPTY.includes(heard.status)
  return new Response(isEmpty ? null : new Uint8Array(heard.body), { status: heard.status, headers: said })
}
