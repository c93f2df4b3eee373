import { lookup, type LookupAddress, type LookupOptions } from 'node:dns'
import http, { type IncomingHttpHeaders } from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import { isPrivate } from './publicAddress.ts'

/** The address leads into our own networks, or is not https. */
export class NotPublic extends Error {}
/** More bytes than an answer may have. */
export class TooMuch extends Error {}

export interface Outgoing {
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string | undefined
  signal: AbortSignal
  mostBytes: number
  /** Development and tests: what is asked may stand on this machine, and speak http. */
  allowPrivate: boolean
  /** DNS; another one in tests. */
  resolve?: typeof lookup
}

export interface Heard {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

/**
 * Asks an address that somebody else has set (a network owner's service, its sign-in provider). Only over https and at
 * public addresses: the name is resolved once, and what was checked is what is connected to, so that a name that changes its
 * mind (DNS rebinding) leads nowhere. Follows no redirect and keeps no line open.
 * @throws NotPublic, TooMuch, or whatever the network says
 */
export async function askOutside(url: URL, asking: Outgoing): Promise<Heard> {
  const { method, headers, body, signal, mostBytes, allowPrivate, resolve = lookup } = asking
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // Of an address in numbers nothing is looked up.
  if (!allowPrivate && (url.protocol !== 'https:' || (isIP(host) !== 0 && isPrivate(host)))) throw new NotPublic()
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise<Heard>((done, failed) => {
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
    const options = { method, headers: { ...headers, ...length }, signal, agent: false }
    const asked = request(url, { ...options, lookup: checkedLookup(resolve, allowPrivate) }, (response) => {
      const parts: Buffer[] = []
      let size = 0
      response.on('data', (part: Buffer) => {
        size += part.length
        if (size > mostBytes) {
          failed(new TooMuch())
          asked.destroy()
        } else parts.push(part)
      })
      response.on('end', () => {
        done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) })
      })
      response.on('error', failed)
    })
    asked.on('error', failed)
    asked.end(body)
  })
}

type Done = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void

/** Refuses a name if any of its addresses is ours. */
function checkedLookup(resolve: typeof lookup, allowPrivate: boolean) {
  return (hostname: string, options: LookupOptions, done: Done): void => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, [])
      if (addresses.length === 0) return done(new NotPublic(), [])
      if (!allowPrivate && addresses.some(({ address }) => isPrivate(address))) return done(new NotPublic(), [])
      if (options.all) return done(null, addresses)
      done(null, addresses[0]!.address, addresses[0]!.family)
    })
  }
}
