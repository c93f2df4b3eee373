import type { Request, Response } from 'express'
import { asSystem, type Tx } from '../../db/actor.ts'
import { clearCookie, cookie, setCookie } from '../../web/cookies.ts'
import { hashOf, isToken, newToken } from './tokens.ts'

/**
 * Between the first proof of who one is and a session: a code to give, a password to choose, a second step to set up.
 * A step is no session: it opens the one page that it names, and nothing else in the program looks for it.
 */
export interface Step {
  userId: number
  step: 'second-step' | 'new-password' | 'enrol'
  /** How the person showed who they are: 'password', 'temporary', 'invitation', 'oidc' … */
  method: string
  secondDone: boolean
  mustChange: boolean
  next: string
}

const QUARTER = 900
const COOKIE = 'step'
const MOST_TRIES = 10

export async function startStep(res: Response, step: Step): Promise<void> {
  const token = newToken()
  await asSystem('auth', async (tx) => {
    await tx('sign_in_steps').where('expires_at', '<', tx.raw('now()')).delete()
    await tx('sign_in_steps').insert({
      token_hash: hashOf(token),
      user_id: step.userId,
      step: step.step,
      method: step.method,
      second_done: step.secondDone,
      must_change: step.mustChange,
      next: step.next,
      created_at: tx.raw('now()'),
      expires_at: tx.raw('now() + make_interval(secs => ?)', [QUARTER]),
    })
  })
  setCookie(res, COOKIE, token, { maxAge: QUARTER })
}

interface StepRow {
  user_id: number
  step: Step['step']
  method: string
  second_done: boolean
  must_change: boolean
  next: string
}

/** The step this browser stands at, when it is `wanted` and the account is still open; null otherwise. */
export async function stepOf(req: Request, res: Response, wanted: Step['step']): Promise<Step | null> {
  const token = cookie(req, COOKIE)
  if (!isToken(token)) return null
  const row = (await asSystem('auth', (tx) =>
    tx('sign_in_steps as s')
      .join('users as u', 'u.id', 's.user_id')
      .where({ 's.token_hash': hashOf(token), 's.step': wanted, 'u.active': true })
      .whereRaw(`s.expires_at > now() and s.tries < ? and app.tenant_open(u.company_id, u.owner_id)`, [MOST_TRIES])
      .first('s.user_id', 's.step', 's.method', 's.second_done', 's.must_change', 's.next'),
  )) as StepRow | undefined
  if (!row) return null
  const { user_id: userId, second_done: secondDone, must_change: mustChange, step, method, next } = row
  return { userId, step, method, secondDone, mustChange, next }
}

/** One wrong answer more; after ten the step is dead and one signs in anew. */
export async function countStepTry(req: Request): Promise<void> {
  const token = cookie(req, COOKIE)
  if (!isToken(token)) return
  await asSystem('auth', (tx) =>
    tx('sign_in_steps')
      .where({ token_hash: hashOf(token) })
      .increment('tries'),
  )
}

/** Uses a step up, in the transaction of what it was good for: of those who bring it at the same moment one gets on. */
export async function spendStep(tx: Tx, req: Request): Promise<boolean> {
  const token = cookie(req, COOKIE)
  if (!isToken(token)) return false
  const spent = await tx('sign_in_steps')
    .where({ token_hash: hashOf(token) })
    .delete()
  return spent === 1
}

export async function endStep(req: Request, res: Response): Promise<void> {
  const token = cookie(req, COOKIE)
  if (token === undefined) return
  if (isToken(token)) {
    await asSystem('auth', (tx) =>
      tx('sign_in_steps')
        .where({ token_hash: hashOf(token) })
        .delete(),
    )
  }
  clearCookie(res, COOKIE)
}

/**
 * Once a person has a second step, whoever else stands where one would be set up has shown a password and no more: their
 * step is dead. To be called in the transaction that sets it up.
 */
export async function endOtherSteps(tx: Tx, req: Request, userId: number): Promise<void> {
  const own = cookie(req, COOKIE)
  await tx('sign_in_steps')
    .where({ user_id: userId, step: 'enrol' })
    .whereNot({ token_hash: hashOf(own ?? '') })
    .delete()
}
