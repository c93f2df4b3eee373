import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Express } from 'express'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { setMailOrigin } from '../../src/mail/outbox.ts'
import { freezeAssets } from '../../src/web/assets.ts'
import { httpServer } from '../../src/web/httpServer.ts'
import { PASSWORD } from './database.ts'
import { afterFile } from './cleanup.ts'

/** The real program on a free port of this machine. */
export async function testServer(overrides: NodeJS.ProcessEnv = {}): Promise<{ app: Express; address: string }> {
  const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'error', ...overrides })
  const app = createApp({ config, demo: null })
  // As in production: else each page asks the disk for each of its files.
  freezeAssets()
  const server = httpServer(app, config)
  // An idle line is never closed from this side: fetch would now and then have just chosen it for its next request.
  server.keepAliveTimeout = 0
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  setMailOrigin(address)
  afterFile(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return { app, address }
}

export interface Answer {
  status: number
  headers: Headers
  /** Where a 303 leads. */
  location: string
  body: string
  bytes: Buffer
}

type Posted = Record<string, string | string[] | Blob>

/** A browser without a window: keeps its cookies, follows no redirect, says where its posts come from as browsers do. */
export class Client {
  readonly address: string
  private readonly cookies = new Map<string, string>()

  constructor(address: string) {
    this.address = address
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask(path, { headers: { 'sec-fetch-site': 'same-origin', ...headers } })
  }

  post(path: string, fields: Posted, headers: Record<string, string> = {}): Promise<Answer> {
    const hasFile = Object.values(fields).some((value) => value instanceof Blob)
    const body = hasFile ? new FormData() : new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) {
      for (const each of Array.isArray(value) ? value : [value]) {
        if (each instanceof File) (body as FormData).append(name, each, each.name)
        else body.append(name, each as string)
      }
    }
    return this.ask(path, { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin', ...headers } })
  }

  /** Posts the form of a page as a person would: its hidden fields and values, and what is typed over them. */
  async submit(path: string, page: Answer, typed: Posted): Promise<Answer> {
    return this.post(path, { ...hidden(page.body), ...typed })
  }

  async signIn(username: string, password = PASSWORD): Promise<this> {
    const answer = await this.post('/sign-in', { username, password })
    if (answer.status !== 303) throw new Error(`${username} could not sign in: ${answer.status}`)
    return this
  }

  /** Shows who they are anew, as a deed that decides who gets in asks for; good for ten minutes (src/sign-in/accounts/recentProof.ts). */
  async proves(password = PASSWORD): Promise<this> {
    const answer = await this.post('/profile/proof', { current: password })
    if (answer.status !== 303) throw new Error(`the proof was refused: ${answer.status}`)
    return this
  }

  /** Puts a cookie in by hand. */
  carry(name: string, value: string): void {
    this.cookies.set(name, value)
  }

  cookie(name: string): string | undefined {
    return this.cookies.get(name)
  }

  /** For requests that are made elsewhere as this browser. */
  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  private async ask(path: string, init: RequestInit): Promise<Answer> {
    const cookie = this.cookieHeader()
    const response = await fetch(this.address + path, {
      ...init,
      redirect: 'manual',
      headers: { ...(init.headers as Record<string, string>), ...(cookie && { cookie }) },
    })
    for (const line of response.headers.getSetCookie()) this.keep(line)
    const location = response.headers.get('location') ?? ''
    const bytes = Buffer.from(await response.arrayBuffer())
    const body = new TextDecoder().decode(bytes)
    return { status: response.status, headers: response.headers, location, body, bytes }
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';')
    const at = pair.indexOf('=')
    const gone = attributes.some((attribute) => attribute.trim() === 'Max-Age=0')
    if (gone) this.cookies.delete(pair.slice(0, at))
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
}

/** The hidden fields of a page's forms: one-time key and version. */
export function hidden(html: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [tag] of html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1]
    const value = /value="([^"]*)"/.exec(tag)?.[1]
    if (name !== undefined) fields[name] = value ?? ''
  }
  return fields
}
