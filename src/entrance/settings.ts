import { readFile } from 'node:fs/promises'
import { Router, type Request, type Response } from 'express'
import { fileTypeFromBuffer } from 'file-type'
import { z } from 'zod'
import { asActor } from '../db/actor.ts'
import { linkTo } from '../mail/addresses.ts'
import { providerSettings } from '../oidc/settings.ts'
import { flash } from '../web/flash.ts'
import { readForm } from '../web/forms.ts'
import { ownerSideOf } from '../web/guards.ts'
import { newKey } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { receiveFiles, type ReceivedFile } from '../web/uploads.ts'
import { render } from '../web/views.ts'
import { lookOfId } from './queries.ts'

/** How the owner's entrance looks, and sign-in at its provider: /owner/entrance */
export const entranceSettings = Router()

entranceSettings.use('/provider', providerSettings)

const Settings = z.object({
  entry_text: z
    .string()
    .trim()
    .max(600, 'Texten får vara högst 600 tecken.')
    .regex(/^[^\ufffd]*$/u, 'Texten innehåller tecken som inte går att spara.')
    .default(''),
  colour: z.enum(['ours', 'own']).catch('ours'),
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'Ange färgen som # och sex tecken, till exempel #0d4f66.')
    .default('#0d4f66'),
  remove_logo: z.string().default(''),
})

const MOST = 300_000
const KINDS = ['image/png', 'image/jpeg', 'image/webp']

entranceSettings.get('/', async (req, res) => showSettings(req, res, null))

entranceSettings.post('/', ...receiveFiles({ maxFiles: 1, maxSize: 5_000_000 }), async (req, res) => {
  const actor = ownerSideOf(req)
  const input = readForm(Settings, req.body)
  const file = req.received?.find(({ size }) => size > 0)
  const logo = file ? await logoIn(file) : null
  if (!input.ok || typeof logo === 'string') {
    const errors = { ...(input.ok ? {} : input.form.errors), ...(typeof logo === 'string' && { logo }) }
    return showSettings(req, res.status(422), { values: req.body as Form['values'], errors })
  }
  const { entry_text: text, colour, accent, remove_logo: remove } = input.data
  await asActor(actor, (tx) =>
    tx('owners')
      .where({ id: actor.ownerId })
      .update({
        entry_text: text || null,
        accent: colour === 'own' ? accent.toLowerCase() : null,
        ...(remove === 'ja' && { logo: null, logo_type: null }),
        ...logo,
      }),
  )
  flash(res, 'success', 'Ingången är sparad.')
  res.redirect(303, '/owner/entrance')
})

/** What is in the file decides, not its name; an SVG could carry a script. A message when it will not do. */
async function logoIn(file: ReceivedFile): Promise<{ logo: Buffer; logo_type: string } | string> {
  if (file.size > MOST) return 'Logotypen får vara högst 300 kB.'
  const logo = await readFile(file.path)
  const found = await fileTypeFromBuffer(logo)
  if (!found || !KINDS.includes(found.mime)) return 'Logotypen ska vara png, jpg eller webp.'
  return { logo, logo_type: found.mime }
}

async function showSettings(req: Request, res: Response, typed: Form | null): Promise<void> {
  const actor = ownerSideOf(req)
  const look = await lookOfId(actor.ownerId)
  const values = {
    entry_text: look.text ?? '',
    colour: look.accent ? 'own' : 'ours',
    accent: look.accent ?? '#0d4f66',
  }
  await render(res, 'entrance/settings', {
    title: res.locals.t('Ingång'),
    form: typed ?? { values, errors: {} },
    key: newKey(),
    look,
    address: linkTo(`/n/${look.code.toLowerCase()}`),
  })
}
