import type { Request, Response } from 'express'
import { z } from 'zod'
import { seal } from '../sign-in/accounts/encryption.ts'
import { countUse } from '../web/rateLimits.ts'
import { readConfig } from '../config.ts'
import { asActor } from '../db/actor.ts'
import { parseFacilityId } from '../domain/forms/identifiers/facilityId.ts'
import { flash } from '../web/flash.ts'
import { identifier, readForm } from '../web/forms.ts'
import { ownerSideOf } from '../web/guards.ts'
import { newKey } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { CODES } from './codes.ts'
import { getService } from './lookup.ts'
import { serviceRegister } from './service.ts'

/** The network owner's own service, asked over HTTP (docs/facility-register.md): /owner/facilities/service */
export const facilityService = routes('/owner/facilities/service', {
  for: 'ownerAdmin',
  proof: 'the facility register; nobody gets in by it',
})

const { production } = readConfig()

/** Headers that say how the message is carried: none of them is a key to anything. */
const OURS = /^(host|connection|content-.*|accept.*|transfer-encoding|upgrade|te|trailer|expect|cookie|proxy-.*)$/i

const Settings = z.object({
  address: z
    .url({ protocol: production ? /^https$/ : /^https?$/, error: 'Ange adressen med https.' })
    .max(500, 'Adressen är för lång.')
    .refine(
      (value) => !new URL(value).username && !new URL(value).password,
      'Lägg nyckeln i rubriken, inte i adressen.',
    ),
  header: z
    .string()
    .trim()
    .max(60, 'Rubriken är för lång.')
    .regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'Ange rubrikens namn med bokstäver och bindestreck, till exempel X-Api-Key.')
    .refine((value) => !OURS.test(value), 'Den rubriken använder vi själva. Välj en annan.'),
  secret: z
    .string()
    .max(2000, 'Hemligheten är för lång.')
    .regex(
      /^[\x20-\x7e]*$/,
      'Hemligheten får bara ha tecken som går i en rubrik: bokstäver a–z, siffror och skiljetecken.',
    )
    .default(''),
  timeout_s: z.coerce
    .number({ error: 'Ange sekunder, 1–10.' })
    .min(1, 'Ange sekunder, 1–10.')
    .max(10, 'Ange sekunder, 1–10.')
    .default(3),
})

facilityService.get('/', {}, async (req, res) => showService(req, res, null))

facilityService.post('/', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const input = readForm(Settings, req.body)
  if (!input.ok) return showService(req, res.status(422), input.form)
  const { secret, timeout_s: seconds, ...rest } = input.data
  const lacks = await asActor(actor, async (tx) => {
    const before = await getService(tx, actor.ownerId)
    // Kept for the place it was given for: with the address changed alone it could be sent to anybody.
    if (secret === '' && before && new URL(before.address).origin !== new URL(rest.address).origin)
      return 'Adressen leder till en annan server. Ange hemligheten på nytt.'
    const row = {
      ...rest,
      timeout_ms: Math.round(seconds * 1000),
      updated_at: tx.now,
      updated_by_name: actor.name,
    }
    const sealed = secret === '' ? null : seal(secret)
    const mine = tx('facility_services').where({ owner_id: actor.ownerId })
    if (before) await mine.update({ ...row, ...(sealed && { secret: sealed }) })
    else if (!sealed) return 'Ange hemligheten.'
    else await tx('facility_services').insert({ ...row, secret: sealed, owner_id: actor.ownerId })
    return null
  })
  if (lacks) {
    return showService(req, res.status(422), { values: req.body as Form['values'], errors: { secret: lacks } })
  }
  flash(res, 'success', 'Inställningarna är sparade.')
  res.redirect(303, '/owner/facilities/service')
})

const Trial = z.object({ trial: identifier(parseFacilityId) })

facilityService.post('/test', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const input = readForm(Trial, req.body)
  if (!input.ok)
    return showService(req, res.status(422), {
      ...input.form,
      values: { ...input.form.values, ...(await stored(req)) },
    })
  const service = await asActor(actor, (tx) => getService(tx, actor.ownerId))
  if (!service) return showService(req, res.status(422), null)
  if ((await countUse('facility-trial', String(actor.ownerId), 30, 600)) > 0) {
    flash(res, 'error', 'För många försök. Vänta tio minuter.')
  } else {
    const { code } = await serviceRegister(service).find({ by: 'facility', value: input.data.trial })
    const works = [100, 200, 201].includes(code)
    flash(res, works ? 'success' : 'error', 'Tjänsten svarade med statuskod {code}. {words}', {
      code,
      words: res.locals.t(CODES[code]),
    })
  }
  res.redirect(303, '/owner/facilities/service')
})

facilityService.post('/remove', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  await asActor(actor, async (tx) => {
    await tx('facility_services').where({ owner_id: actor.ownerId }).delete()
    await tx('owners').where({ id: actor.ownerId, facility_source: 'service' }).update({ facility_source: 'off' })
  })
  flash(res, 'success', 'Kopplingen till er tjänst är borttagen.')
  res.redirect(303, '/owner/facilities')
})

async function stored(req: Request): Promise<Form['values']> {
  const actor = ownerSideOf(req)
  const row = await asActor(actor, (tx) => getService(tx, actor.ownerId))
  return {
    address: row?.address ?? '',
    header: row?.header ?? 'X-Api-Key',
    timeout_s: String((row?.timeout_ms ?? 3000) / 1000),
  }
}

async function showService(req: Request, res: Response, typed: Form | null): Promise<void> {
  const actor = ownerSideOf(req)
  const row = await asActor(actor, (tx) => getService(tx, actor.ownerId))
  const form = typed ?? { values: await stored(req), errors: {} }
  await render(res, 'facilities/service', {
    title: res.locals.t('Er egen tjänst'),
    form: { ...form, values: { ...form.values, secret: '' } },
    key: newKey(),
    updated: row ? { at: row.updated_at, by: row.updated_by_name } : null,
  })
}
