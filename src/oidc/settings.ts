import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { seal } from '../accounts/seal.ts'
import { readConfig } from '../config.ts'
import { asActor, type OwnerActor } from '../db/actor.ts'
import { lookOfId } from '../entrance/queries.ts'
import { flash } from '../web/flash.ts'
import { readForm } from '../web/forms.ts'
import { ownerSideOf } from '../web/guards.ts'
import { newKey } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { render } from '../web/views.ts'
import { configurationOf, ProviderProblem } from './client.ts'
import { getProvider } from './queries.ts'
import { callbackOf } from './routes.ts'

/** Sign-in at the owner's own provider: /owner/entrance/provider */
export const providerSettings = Router()

const { production } = readConfig()

const Settings = z.object({
  label: z.string().trim().min(3, 'Skriv vad knappen ska heta.').max(60, 'Texten är för lång.'),
  issuer: z
    .url({ protocol: production ? /^https$/ : /^https?$/, error: 'Ange adressen med https.' })
    .max(300, 'Adressen är för lång.'),
  client_id: z.string().trim().min(1, 'Ange klient-id.').max(300, 'Klient-id är för långt.'),
  client_secret: z.string().max(500, 'Hemligheten är för lång.').default(''),
  two_steps: z.string().default(''),
  active: z.string().default(''),
})

providerSettings.get('/', async (req, res) => showSettings(req, res, null))

providerSettings.post('/', async (req, res) => {
  const actor = ownerSideOf(req)
  const input = readForm(Settings, req.body)
  if (!input.ok) return showSettings(req, res.status(422), withoutSecret(input.form))
  const { client_secret: secret, two_steps: twoSteps, active, ...rest } = input.data
  const before = await getProvider(actor.ownerId, false)
  if (secret === '' && !before) {
    const form = { values: req.body as Form['values'], errors: { client_secret: 'Ange klientens hemlighet.' } }
    return showSettings(req, res.status(422), form)
  }
  const row = {
    ...rest,
    two_steps: twoSteps === 'ja',
    active: active === 'ja',
    ...(secret !== '' && { client_secret: seal(secret) }),
  }
  await asActor(actor, async (tx) => {
    const mine = tx('owner_oidc').where({ owner_id: actor.ownerId })
    if (before) await mine.update({ ...row, updated_at: tx.now })
    else await tx('owner_oidc').insert({ ...row, owner_id: actor.ownerId })
  })
  const problem = row.active ? await problemOf(actor) : null
  if (problem === null) flash(res, 'success', 'Inställningarna är sparade.')
  else
    flash(res, 'error', 'Inställningarna är sparade, men leverantören går inte att använda: {problem}', {
      problem: res.locals.t(problem),
    })
  res.redirect(303, '/owner/entrance/provider')
})

providerSettings.post('/test', async (req, res) => {
  const problem = await problemOf(ownerSideOf(req))
  if (problem === null) flash(res, 'success', 'Leverantören svarar och stöder det som behövs.')
  else flash(res, 'error', 'Leverantören går inte att använda: {problem}', { problem: res.locals.t(problem) })
  res.redirect(303, '/owner/entrance/provider')
})

providerSettings.post('/remove', async (req, res) => {
  const actor = ownerSideOf(req)
  await asActor(actor, (tx) => tx('owner_oidc').where({ owner_id: actor.ownerId }).delete())
  flash(res, 'success', 'Inloggningen hos leverantören är borttagen. Alla loggar in med sina lösenord.')
  res.redirect(303, '/owner/entrance/provider')
})

/** Asks the provider now; what is wrong, or null. */
async function problemOf(actor: OwnerActor): Promise<string | null> {
  const provider = await getProvider(actor.ownerId, false)
  if (!provider) return 'Den är inte inställd.'
  try {
    await configurationOf(provider, true)
    return null
  } catch (error) {
    if (error instanceof ProviderProblem) return error.message
    throw error
  }
}

function withoutSecret(form: Form): Form {
  return { ...form, values: { ...form.values, client_secret: '' } }
}

async function showSettings(req: Request, res: Response, typed: Form | null): Promise<void> {
  const actor = ownerSideOf(req)
  const row = await getProvider(actor.ownerId, false)
  const values = {
    label: row?.label ?? res.locals.t('Logga in med jobbkontot'),
    issuer: row?.issuer ?? '',
    client_id: row?.clientId ?? '',
    client_secret: '',
    two_steps: row?.twoSteps ? 'ja' : '',
    active: row?.active ? 'ja' : '',
  }
  await render(res, 'entrance/provider', {
    title: res.locals.t('Inloggning hos er leverantör'),
    form: typed ?? { values, errors: {} },
    key: newKey(),
    isSet: row !== undefined,
    callback: callbackOf(await lookOfId(actor.ownerId)),
  })
}
