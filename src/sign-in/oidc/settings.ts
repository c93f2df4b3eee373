import type { Request, Response } from 'express'
import { z } from 'zod'
import { asksProof } from '../accounts/recentProof.ts'
import { seal } from '../accounts/encryption.ts'
import { readConfig } from '../../config.ts'
import { asSystem, type OwnerActor } from '../../db/actor.ts'
import type { TwoPeople } from '../entrance/views.ts'
import { lookOfId } from '../entrance/queries.ts'
import { flash } from '../../web/flash.ts'
import { readForm } from '../../web/forms.ts'
import { ownerSideOf } from '../../web/guards.ts'
import { longId } from '../../web/ids.ts'
import { newKey } from '../../web/once.ts'
import type { Form } from '../../web/pages.ts'
import { routes } from '../../web/routes.ts'
import { render } from '../../web/views.ts'
import { configurationOf, ProviderProblem } from './client.ts'
import { changeProvider, confirm, decline, standingProviderProposal } from './proposals.ts'
import { getProvider } from './queries.ts'
import { callbackOf } from './requests.ts'
import { confirmersOf, twoAreNeeded } from './twoPeople.ts'

const AT = '/owner/entrance/provider'

/** Sign-in at the owner's own provider: /owner/entrance/provider */
export const providerSettings = routes(AT, { for: 'ownerAdmin', proof: asksProof() })

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

providerSettings.get('/', {}, async (req, res) => showSettings(req, res, null))

providerSettings.post('/', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const input = readForm(Settings, req.body)
  if (!input.ok) return showSettings(req, res.status(422), withoutSecret(input.form))
  const { client_secret: secret, two_steps: twoSteps, active, ...rest } = input.data
  const before = await getProvider(actor.ownerId, false)
  if (secret === '' && !before) {
    const form = { values: req.body as Form['values'], errors: { client_secret: 'Ange klientens hemlighet.' } }
    return showSettings(req, res.status(422), form)
  }
  const outcome = await changeProvider(req, actor, {
    ...rest,
    two_steps: twoSteps === 'ja',
    active: active === 'ja',
    client_secret: secret === '' ? null : seal(secret),
  })
  if (outcome === 'proposed') {
    proposed(res)
    return
  }
  await sayChanged(res, actor.ownerId)
})

function proposed(res: Response): void {
  flash(res, 'info', 'Ändringen väntar på att en annan administratör bekräftar den.')
  res.redirect(303, AT)
}

/** What is saved is asked at once, when it is to be used. */
async function sayChanged(res: Response, ownerId: number): Promise<void> {
  const isUsed = (await getProvider(ownerId, true)) !== undefined
  const problem = isUsed ? await problemOf(ownerId) : null
  if (problem === null) flash(res, 'success', 'Inställningarna är sparade.')
  else
    flash(res, 'error', 'Inställningarna är sparade, men leverantören går inte att använda: {problem}', {
      problem: res.locals.t(problem),
    })
  res.redirect(303, AT)
}

providerSettings.post('/test', { proof: 'asks the provider whether it answers; changes nothing' }, async (req, res) => {
  const problem = await problemOf(ownerSideOf(req).ownerId)
  if (problem === null) flash(res, 'success', 'Leverantören svarar och har allt som behövs.')
  else flash(res, 'error', 'Leverantören går inte att använda: {problem}', { problem: res.locals.t(problem) })
  res.redirect(303, AT)
})

providerSettings.post('/remove', {}, async (req, res) => {
  const outcome = await changeProvider(req, ownerSideOf(req), null)
  if (outcome === 'proposed') {
    proposed(res)
    return
  }
  flash(res, 'success', 'Inloggningen hos leverantören är borttagen. Alla loggar in med sina lösenord.')
  res.redirect(303, AT)
})

const Seen = z.object({ seen: longId().catch(0) })

providerSettings.post('/confirm', {}, async (req, res) => {
  const { ownerId, userId, name } = ownerSideOf(req)
  await confirm(req, ownerId, { userId, name, isOperator: false }, Seen.parse(req.body).seen)
  await sayChanged(res, ownerId)
})

providerSettings.post('/decline', {}, async (req, res) => {
  await decline(req, ownerSideOf(req), Seen.parse(req.body).seen)
  flash(res, 'success', 'Förslaget är borttaget. Inget annat är ändrat.')
  res.redirect(303, AT)
})

/** Asks the provider now; what is wrong, or null. */
async function problemOf(ownerId: number): Promise<string | null> {
  const provider = await getProvider(ownerId, false)
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
  await render(res, 'sign-in/provider', {
    title: res.locals.t('Inloggning hos er leverantör'),
    form: typed ?? { values, errors: {} },
    key: newKey(),
    isSet: row !== undefined,
    four: await twoOf(actor),
    callback: callbackOf(await lookOfId(actor.ownerId)),
  })
}

/** What the page says of the second person; null where one is enough. */
async function twoOf({ ownerId, userId }: OwnerActor): Promise<TwoPeople | null> {
  return asSystem('auth', async (tx) => {
    const proposal = await standingProviderProposal(tx, ownerId)
    if (!proposal && !(await twoAreNeeded(tx, ownerId))) return null
    const confirmers = await confirmersOf(tx, ownerId, proposal?.user_id ?? userId)
    return {
      proposal: proposal ?? null,
      mayConfirm: confirmers.some(({ id }) => id === userId),
      confirmers: confirmers.map(({ name }) => name),
    }
  })
}
