import { setTimeout as sleep } from 'node:timers/promises'
import type { Knex } from 'knex'
import { localDate } from '../domain/calendar/workdays.ts'
import { isFitter, type PermissionSet, type Right } from '../domain/rights.ts'
import type { Scope } from '../domain/scopes.ts'
import type { Database, Pools } from './bare.ts'
import { Busy, Shares, type Kind } from './shares.ts'
import { LONG } from './timeouts.ts'
import { NAMELESS, Unprepared } from './prepared.ts'
import { requestId } from '../trace.ts'

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
  /** No person but an API key, which acts by an account that nobody signs in to (src/api). */
  key?: ActingKey
  /** What the key may do; of people their sets say it. */
  rights?: readonly Right[]
}
export interface ActingKey {
  id: number
  scopes: readonly Scope[]
  /** The colleague who answers for what it writes; null when they have left. */
  contact: { id: number; name: string } | null
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
  /** What the network owner's administrator has given them (domain/rights.ts). */
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
export type Tx = Knex.Transaction & {
  now: Date
  /** Whose door it is: 'owner 3', 'company 7'; null for nobody's. What is kept between transactions is kept by it. */
  tenant: string | null
}

let pools: Pools | undefined
let shares = new Shares()

/** The pools that every door opens on; set once at start (and by each test file). `wait`: how long for a connection, in ms. */
export function useDatabase(page: Database, long: Database = page, wait?: Record<Kind, number>): void {
  pools = { page, long }
  shares = new Shares(wait)
}

/** The pages' pool without a door: as app_web it may only ask who a session belongs to. */
export function pooled(): Database {
  return poolOf('page')
}

function poolOf(kind: Kind): Database {
  if (!pools) throw new Error('useDatabase() was not called')
  return pools[kind]
}

/**
 * Thrown by work that found the same work under way in another transaction: its own is rolled back, its connection goes
 * back to the pool, and it begins again in a moment.
 */
export class RunAgain extends Error {}

/** 'long' for work of many rows or in the background: fewer connections, more patience (timeouts.ts). */
interface Options {
  kind?: Kind
}

/**
 * The only door to tenants' data: one transaction that carries the actor's database role and tenant; both die with it.
 * With no door open there are no rows. For one who gives support the transaction cannot write at all.
 */
export function asActor<T>(actor: Actor, work: (tx: Tx) => Promise<T>, { kind = 'page' }: Options = {}): Promise<T> {
  const tenant = { user: actor.userId, company: actor.companyId, owner: actor.ownerId }
  return open(roleOf(actor), tenant, work, { kind, readOnly: actor.support !== undefined })
}

function roleOf(actor: Actor): Role {
  return isFitter(actor) ? 'fitter' : actor.side
}

/** For what happens before there is an actor (sign-in, sessions) and for work that belongs to nobody (mail). */
export function asSystem<T>(role: 'auth' | 'worker', work: (tx: Tx) => Promise<T>): Promise<T> {
  const kind = role === 'worker' ? 'long' : 'page'
  return open(role, { user: null, company: null, owner: null }, work, { kind, readOnly: false })
}

/** The date by app.now(), for reading what was typed before there is a transaction; of nobody's before sign-in. */
export function todayOf(actor: Actor | null): Promise<string> {
  const work = (tx: Tx) => Promise.resolve(localDate(tx.now))
  return actor ? asActor(actor, work) : asSystem('auth', work)
}

/** For what a network owner's own rule does by itself, in the worker: its rows, and nobody's name in the log. */
export function asOwnersRule<T>(ownerId: number, work: (tx: Tx) => Promise<T>): Promise<T> {
  return open('owner', { user: null, company: null, owner: ownerId }, work, { kind: 'long', readOnly: false })
}

/** The same for what a company's own rule takes away of its drafts. */
export function asCompanysRule<T>(companyId: number, work: (tx: Tx) => Promise<T>): Promise<T> {
  return open('installer', { user: null, company: companyId, owner: null }, work, { kind: 'long', readOnly: false })
}

/** The database role app_<role>, whose policies and grants stand in sql/policies. */
type Role = Side | 'fitter' | 'auth' | 'worker'

interface Tenant {
  user: number | null
  company: number | null
  owner: number | null
}

// The roles of an installation are named alike: who signed in as app_nord_web takes app_nord_owner.
const OPEN = `select set_config('role', left(session_user, -3) || ?, true), set_config('app.user_id', ?, true),
  set_config('app.company_id', ?, true), set_config('app.owner_id', ?, true),
  set_config('app.clock', ?, true), set_config('app.request_id', ?, true), app.now() as now`

// One statement like OPEN: the limits of the role app_web are the pages' (timeouts.ts).
const OPEN_LONG = `${OPEN}, set_config('statement_timeout', '${LONG.statement}', true),
  set_config('lock_timeout', '${LONG.lock}', true),
  set_config('idle_in_transaction_session_timeout', '${LONG.idleInTransaction}', true)`

let clock = ''

/** Tests only: what app.now() says from here on, as an ISO instant; '' gives the clock back to the database. */
export function setClock(instant: string): void {
  clock = instant
}

async function open<T>(
  role: Role,
  tenant: Tenant,
  work: (tx: Tx) => Promise<T>,
  { kind, readOnly }: { kind: Kind; readOnly: boolean },
): Promise<T> {
  const begin = async (trx: Knex.Transaction) => {
    const settings = [tenant.user, tenant.company, tenant.owner].map((id) => (id === null ? '' : String(id)))
    const statement = kind === 'long' ? OPEN_LONG : OPEN
    const { rows } = await trx
      .raw<{ rows: { now: Date }[] }>(statement, [role, ...settings, clock, requestId() ?? ''])
      .options({ opens: kind === 'long' ? NAMELESS : role })
    const of = tenant.company === null && tenant.owner === null ? null : shareOf(role, tenant)
    return work(Object.assign(trx, { now: rows[0]!.now, tenant: of }))
  }
  const once = () => shares.within(shareOf(role, tenant), kind, () => poolOf(kind).transaction(begin, { readOnly }))
  return again(once)
}

/** Whose share of the connections it is; the worker has tasks of its own number. */
function shareOf(role: Role, { company, owner }: Tenant): string | null {
  if (company !== null) return `company ${company}`
  if (owner !== null) return `owner ${owner}`
  return role === 'worker' ? null : role
}

const PATIENCE = 8_000

/** Does it until it no longer asks to be run again, holding no connection in between. */
async function again<T>(attempt: () => Promise<T>): Promise<T> {
  const until = Date.now() + PATIENCE
  for (let pause = 25; ; pause = Math.min(pause * 2, 400)) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof RunAgain || error instanceof Unprepared)) throw error
      if (Date.now() > until) throw new Busy()
    }
    // With jitter, so that many who wait for the same do not come at the same moment.
    await sleep(pause * (0.5 + Math.random()))
  }
}
