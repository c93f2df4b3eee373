import { lookup, type LookupAddress, type LookupOptions } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import { isPrivate } from '../web/publicAddress.ts'

/** An answer is one facility: what is longer is something else. */
export const MOST_BYTES = 64_000

/** The service could not be asked, or did not answer in time: worth another try. */
export class Away extends Error {}
/** It answered something that is no answer to the question. */
export class Garbled extends Error {}

export interface Sending {
  headers: Record<string, string>
  body: object
  timeoutMs: number
  /** Development and tests: the service may stand on this machine, and speak http. */
  allowPrivate: boolean
}

/**
 * Posts JSON and gives status and body. Only to public addresses, whatever the name resolves to at that moment: the
 * address that is checked is the one connected to. Follows no redirect.
 * @throws Away, Garbled
 */
export async function postJson(url: URL, { headers, body, timeoutMs, allowPrivate }: Sending) {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!allowPrivate && (url.protocol !== 'https:' || (isIP(host) !== 0 && isPrivate(host)))) {
    throw new Away('not a public https address')
  }
  const sent = JSON.stringify(body)
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const asked = request(
      url,
      {
        method: 'POST',
        headers: {
          ...headers,
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(sent),
          Accept: 'application/json',
        },
        signal,
        agent: false,
        ...(!allowPrivate && { lookup: publicLookup }),
      },
      (response) => {
        const parts: Buffer[] = []
        let size = 0
        response.on('data', (part: Buffer) => {
          size += part.length
          if (size > MOST_BYTES) {
            reject(new Garbled('the answer is too long'))
            asked.destroy()
          } else parts.push(part)
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }))
        response.on('error', () => reject(new Away('cut off')))
      },
    )
    asked.on('error', () => reject(new Away(signal.aborted ? 'too slow' : 'no connection')))
    asked.end(sent)
  })
}

type Done = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void

/** DNS, refusing a name if any of its addresses is ours. */
function publicLookup(hostname: string, options: LookupOptions, done: Done): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, [])
    if (addresses.length === 0 || addresses.some(({ address }) => isPrivate(address)))
      return done(new Error('not a public address'), [])
    if (options.all) return done(null, addresses)
    done(null, addresses[0]!.address, addresses[0]!.family)
  })
}
