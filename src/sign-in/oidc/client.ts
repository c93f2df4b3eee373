import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import * as client from 'openid-client'
import { readConfig } from '../../config.ts'
import { isPrivate } from '../../web/publicAddress.ts'
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
      [client.customFetch]: guardedFetch,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to be noticed: http never in production
      execute: production ? [] : [client.allowInsecureRequests],
    })
    .catch((error: unknown) => {
      if (error instanceof ProviderProblem) throw error
      throw new ProviderProblem('Leverantören svarar inte, eller svarar något annat än väntat.', { cause: error })
    })
  const said = found.serverMetadata()
  if (said.code_challenge_methods_supported && !said.supportsPKCE())
    throw new ProviderProblem('Leverantören stöder inte PKCE (S256), som krävs.')
  found[client.customFetch] = guardedFetch
  return found
}

/**
 * An administrator says where we ask, so we ask only what anybody could: over https, at public addresses, and follow no
 * redirect. In development and tests the provider may stand on this machine.
 * @throws ProviderProblem
 */
const guardedFetch: client.CustomFetch = async (url, options) => {
  if (production) await assertPublic(new URL(url))
  return fetch(url, { ...(options as RequestInit), redirect: 'error' })
}

/** @throws ProviderProblem */
export async function assertPublic({ protocol, hostname }: URL): Promise<void> {
  if (protocol !== 'https:') throw new ProviderProblem('Adressen ska börja med https.')
  const host = hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(host) ? [host] : (await lookup(host, { all: true })).map(({ address }) => address)
  if (addresses.length === 0 || addresses.some(isPrivate))
    throw new ProviderProblem('Adressen leder inte ut på internet.')
}
