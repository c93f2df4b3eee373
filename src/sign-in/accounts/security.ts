import type { Request, Response } from 'express'
import { z } from 'zod'
import { asActor, asSystem, type InstallerActor, type OwnerActor } from '../../db/actor.ts'
import { tellAdminsOfOwn } from './alerts.ts'
import { record } from './events.ts'
import { asksProof } from './recentProof.ts'
import { flash } from '../../web/flash.ts'
import { emptyForm, readForm } from '../../web/forms.ts'
import { installerOf } from '../../web/guards.ts'
import { newKey } from '../../web/once.ts'
import type { Form } from '../../web/pages.ts'
import { routes } from '../../web/routes.ts'
import { render } from '../../web/views.ts'
import { CLASSES, policyOf, type Policy } from './policy.ts'

/** A company's rules for passwords and the second step: /company/security. A network owner's are part of its draft. */
export const security = routes('/company/security', { for: 'installerAdmin', support: true, proof: asksProof() })

const whole = (least: number, most: number, message: string) =>
  z
    .string()
    .trim()
    .refine((typed) => typed === '' || (/^\d{1,4}$/.test(typed) && +typed >= least && +typed <= most), message)
    .transform((typed) => (typed === '' ? null : Number(typed)))

const Settings = z.object({
  min_length: whole(8, 64, 'Ange 8–64 tecken eller lämna tomt.').default(null),
  max_age_days: whole(30, 730, 'Ange 30–730 dagar eller lämna tomt.').default(null),
  history: whole(0, 24, 'Ange 0–24 lösenord.').default(null),
  require_classes: z.preprocess((ticked) => [ticked ?? []].flat(), z.array(z.enum(CLASSES))).catch([]),
  two_step_required: z
    .unknown()
    .optional()
    .transform((tick) => tick === 'ja'),
})

security.get('/', {}, async (req, res) => showSettings(req, res, emptyForm))

security.post('/', {}, async (req, res) => {
  const actor = installerOf(req)
  const input = readForm(Settings, req.body)
  if (!input.ok) return showSettings(req, res.status(422), input.form)
  const { two_step_required: required, history, ...rest } = input.data
  const policy = { ...rest, ...(history === null ? {} : { history }) } satisfies Partial<Policy>
  await asActor(actor, async (tx) => {
    await tx('companies')
      .where({ id: actor.companyId })
      .update({ password_policy: JSON.stringify(policy), two_step_required: required })
    await record(tx, actor.userId, 'policy-changed', { req })
    await tellAdminsOfOwn(tx, req, (t) => t('Reglerna för lösenord och inloggning är ändrade'))
  })
  const ended = required ? await endOneStepSessions(actor, req.session!.id) : 0
  if (ended > 0) {
    flash(
      res,
      'success',
      'Reglerna gäller nu. {n} inloggning utan andra steg avslutades.|Reglerna gäller nu. {n} inloggningar utan andra steg avslutades.',
      { n: ended },
    )
  } else flash(res, 'success', 'Reglerna gäller nu.')
  res.redirect(303, req.baseUrl)
})

/** From now on two steps: who is inside by one comes back and sets up the second. The one who decides it stays to see it. */
function endOneStepSessions(actor: InstallerActor, own: number): Promise<number> {
  return asSystem('auth', (tx) =>
    tx('sessions')
      .whereIn('user_id', tx('users').where({ company_id: actor.companyId }).select('id'))
      .whereNotIn('user_id', tx('totp_secrets').whereNotNull('confirmed_at').select('user_id'))
      .whereNotIn('user_id', tx('passkeys').select('user_id'))
      .whereNot({ method: 'oidc' })
      .whereNot({ id: own })
      .delete(),
  )
}

async function showSettings(req: Request, res: Response, form: Form): Promise<void> {
  const actor = installerOf(req)
  const row = (await asActor(actor, (tx) =>
    tx('companies').where({ id: actor.companyId }).first('password_policy', 'two_step_required'),
  )) as { password_policy: object; two_step_required: boolean }
  await render(res, 'security/policy', {
    title: res.locals.t('Säkerhet'),
    form,
    key: newKey(),
    policy: policyOf(row.password_policy),
    twoStepRequired: row.two_step_required,
    without: await countWithoutSecondStep(actor),
  })
}

export async function countWithoutSecondStep(actor: InstallerActor | OwnerActor): Promise<number> {
  const row = (await asSystem('auth', (tx) =>
    tx('users as u')
      .where(actor.side === 'owner' ? { 'u.owner_id': actor.ownerId } : { 'u.company_id': actor.companyId })
      .where({ 'u.active': true })
      .whereNotExists(tx('totp_secrets as t').whereRaw('t.user_id = u.id and t.confirmed_at is not null'))
      .whereNotExists(tx('passkeys as p').whereRaw('p.user_id = u.id'))
      .count('* as n')
      .first(),
  )) as { n: number }
  return row.n
}
