import type { Request, Response } from 'express'
import { asSystem } from '../../db/actor.ts'
import { startSession } from './sessionCookie.ts'
import { record } from './events.ts'
import { policyOf } from './policy.ts'
import { endStep, startStep, type Step } from './signInSteps.ts'

/** Who somebody has shown to be, and how: what every way in ends with. */
export type Proof = Omit<Step, 'step'>

interface Door {
  has_second_step: boolean
  two_step_required: boolean
  password_changed_at: Date | null
  password_policy: object
}

/**
 * Lets a person in who has proven who they are, or sends them to the step that is left: the second step, a new password,
 * setting up the second step that their tenant demands. Answers the request.
 * @param vouched their own provider has seen two steps: that is enough for the tenant, and nobody who has set up a second
 *   step here passes by it
 */
export async function enter(
  req: Request,
  res: Response,
  proof: Proof,
  { vouched } = { vouched: false },
): Promise<void> {
  await endStep(req, res)
  const door = await doorOf(proof.userId)
  const step = stepLeft(door, proof, vouched)
  if (step) {
    await startStep(res, { ...proof, step, mustChange: step === 'new-password' || proof.mustChange })
    res.redirect(303, PAGES[step])
    return
  }
  await startSession(req, res, proof.userId, proof.method)
  await asSystem('auth', (tx) => record(tx, proof.userId, 'signed-in', { req, method: proof.method }))
  res.redirect(303, proof.next)
}

const PAGES = {
  'second-step': '/sign-in/second-step',
  'new-password': '/password/new',
  enrol: '/sign-in/enrol',
} as const

function stepLeft(door: Door, proof: Proof, vouched: boolean): Step['step'] | null {
  if (door.has_second_step && !proof.secondDone) return 'second-step'
  if (proof.mustChange || (proof.method.startsWith('password') && isExpired(door))) return 'new-password'
  if (door.two_step_required && !proof.secondDone && !vouched) return 'enrol'
  return null
}

function isExpired({ password_changed_at: changed, password_policy: json }: Door): boolean {
  const { max_age_days: days } = policyOf(json)
  return days !== null && changed !== null && Date.now() - changed.getTime() > days * 86_400_000
}

async function doorOf(userId: number): Promise<Door> {
  return (await asSystem('auth', (tx) =>
    tx('users as u')
      .leftJoin('companies as c', 'c.id', 'u.company_id')
      .leftJoin('owners as o', 'o.id', 'u.owner_id')
      .where({ 'u.id': userId })
      .first(
        'u.password_changed_at',
        tx.raw(`coalesce(c.password_policy, o.password_policy, '{}') as password_policy`),
        tx.raw(`coalesce(c.two_step_required, o.two_step_required, true) as two_step_required`),
        tx.raw(`exists (select from totp_secrets t where t.user_id = u.id and t.confirmed_at is not null)
          or exists (select from passkeys p where p.user_id = u.id) as has_second_step`),
      ),
  )) as Door
}
