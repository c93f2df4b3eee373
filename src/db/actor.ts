import type { Knex } from 'knex'
import { isFitter } from '../users/rights.ts'
import type { Database } from './bare.ts'
import type { PermissionSet } from './rows.ts'

/** Who is asking: read from the session, never from the request's body. */
export type Actor = InstallerActor | OwnerActor | OperatorActor

interface Person {
  userId: number
  username: string
  name: string
  locale: 'sv' | 'en'
  isAdmin: boolean
  /** An operator who reads as this tenant for a while, and can write nothing (src/support). */
  support?: Support
}
export interface Support {
  accessId: number
  until: Date
}
export interface InstallerActor extends Person {
  side: 'installer'
  companyId: number
  ownerId: null
  tenantName: string
}
export interface OwnerActor extends Person {
  side: 'owner'
  /** What the network owner's administrator has given them (users/rights.ts). */
  sets: readonly PermissionSet[]
  companyId: null
  ownerId: number
  tenantName: string
}
export interface OperatorActor extends Person {
  side: 'operator'
  companyId: null
  ownerId: null
  tenantName: string
}
export type Side = Actor['side']

/** An open transaction in which row level security already knows who is asking. `now` is the database's clock. */
export type Tx = Knex.Transaction & { now: Date }

let pool: Database | undefined

/** The pool that every door opens on; set once at start (and by each test file). */
export function useDatabase(db: Database): void {
  pool = db
}

/** The pool without a door: as app_web it may only ask who a session belongs to. */
export function pooled(): Database {
  if (!pool) throw new Error('useDatabase() was not called')
  return pool
}

/**
 * The only door to tenants' data: one transaction that carries the actor's database role and tenant; both die with it.
 * With no door open there are no rows. For one who gives support the transaction cannot write at all.
 */
export function asActor<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tenant = { user: actor.userId, company: actor.companyId, owner: actor.ownerId }
  return open(roleOf(actor), tenant, work, { readOnly: actor.support !== undefined })
}

function roleOf(actor: Actor): string {
  return isFitter(actor) ? 'app_fitter' : `app_${actor.side}`
}

/** For what happens before there is an actor (sign-in, sessions) and for work that belongs to nobody (mail). */
export function asSystem<T>(role: 'auth' | 'worker', work: (tx: Tx) => Promise<T>): Promise<T> {
  return open(`app_${role}`, { user: null, company: null, owner: null }, work)
}

/** For what a network owner's own rule does by itself: its rows, and nobody's name in the log. */
export function asOwnersRule<T>(ownerId: number, work: (tx: Tx) => Promise<T>): Promise<T> {
  return open('app_owner', { user: null, company: null, owner: ownerId }, work)
}

interface Tenant {
  user: number | null
  company: number | null
  owner: number | null
}

const OPEN = `select set_config('role', ?, true), set_config('app.user_id', ?, true),
  set_config('app.company_id', ?, true), set_config('app.owner_id', ?, true),
  set_config('app.clock', ?, true), app.now() as now`

let clock = ''

/** Tests only: what app.now() says from here on, as an ISO instant; '' gives the clock back to the database. */
export function setClock(instant: string): void {
  clock = instant
}

async function open<T>(
  role: string,
  tenant: Tenant,
  work: (tx: Tx) => Promise<T>,
  { readOnly } = { readOnly: false },
): Promise<T> {
  const begin = async (trx: Knex.Transaction) => {
    const settings = [tenant.user, tenant.company, tenant.owner].map((id) => (id === null ? '' : String(id)))
    const { rows } = await trx.raw<{ rows: { now: Date }[] }>(OPEN, [role, ...settings, clock])
    return work(Object.assign(trx, { now: rows[0]!.now }))
  }
  return pooled().transaction(begin, { readOnly })
}
