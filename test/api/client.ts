import { insertKey } from '../../src/api/keys/queries.ts'
import { asActor, type InstallerActor, type OwnerActor } from '../../src/db/actor.ts'
import { scopesFor, type Scope } from '../../src/domain/scopes.ts'
import { newKey } from '../../src/web/once.ts'

interface Fault {
  pointer: string
  detail: string
}

/** What tests read of answers, all kinds in one: each address has its own of these. */
export interface Body {
  ref: string
  status: string | number
  code: string
  detail: string
  errors: Fault[]
  warnings: (Fault & { rule: string })[]
  cases: { ref: string }[]
  cursor: string
  has_more: boolean
  owners: { code: string }[]
  areas: { code: string }[]
  jobs: { code: string }[]
  notice: { sections: { fields: unknown[] }[] }
  files: { id: number }[]
  notes: { body: string }[]
  id: number
  size: number
  media_type: string
  responsible: string
  handler: string
  author: string
  orderer: string
  answers: { notice: Record<string, unknown> }
  symbols: { preparation: string | null }
  hold: object | null
  rejection: object | null
}

export interface Told {
  status: number
  headers: Headers
  body: Body
  text: string
}

/** A program that calls the API: no cookies, a key, JSON. */
export class Caller {
  private readonly address: string
  private readonly secret: string | null

  constructor(address: string, secret: string | null) {
    this.address = address
    this.secret = secret
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Told> {
    return this.ask(path, { headers })
  }

  /** With a new Idempotency-Key and, of what is there, whatever version it has; `headers` says otherwise. */
  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Told> {
    return this.write('POST', path, body, headers)
  }

  patch(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Told> {
    return this.write('PATCH', path, body, headers)
  }

  upload(path: string, file: File, fields: Record<string, string>, headers: Record<string, string> = {}) {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', file)
    return this.ask(path, { method: 'POST', body: form, headers: { 'idempotency-key': newKey(), ...headers } })
  }

  private write(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Told> {
    const usual = { 'content-type': 'application/json', 'idempotency-key': newKey(), 'if-match': '*' }
    return this.ask(path, { method, body: JSON.stringify(body), headers: { ...usual, ...headers } })
  }

  private async ask(path: string, init: RequestInit): Promise<Told> {
    const { headers: given, ...rest } = init
    const said = {
      ...(this.secret !== null && { authorization: `Bearer ${this.secret}` }),
      ...(given as Record<string, string>),
    }
    // '' is a header that is left out.
    const headers = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ''))
    const response = await fetch(`${this.address}/api/v1${path}`, { ...rest, headers, redirect: 'manual' })
    const text = await response.text()
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '')
    const body = (isJson ? JSON.parse(text) : {}) as Body
    return { status: response.status, headers: response.headers, body, text }
  }
}

export interface MadeKey {
  id: number
  clientId: string
  secret: string
}

/** A key of the person's tenant; with every scope of the side unless some are named. */
export function aKey(
  by: InstallerActor | OwnerActor,
  scopes: readonly Scope[] = scopesFor(by.side),
  name = by.side === 'owner' ? 'KIS' : 'Ordersystem',
): Promise<MadeKey> {
  return asActor(by, (tx) => insertKey(tx, by, { name, scopes: [...scopes], days: 365, contact: by.userId }))
}

export async function aCaller(address: string, ...key: Parameters<typeof aKey>): Promise<Caller> {
  return new Caller(address, (await aKey(...key)).secret)
}
