import { readFile } from 'node:fs/promises'
import { Router, type Request, type Response } from 'express'
import { fileTypeFromBuffer } from 'file-type'
import { z } from 'zod'
import { contrast, inkOn, sheet } from '../sign-in/entrance/look.ts'
import { lookOfId } from '../sign-in/entrance/queries.ts'
import { linkTo } from '../mail/addresses.ts'
import { readForm } from '../web/forms.ts'
import { newKey } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { receiveFiles, type ReceivedFile } from '../web/uploads.ts'
import { render } from '../web/views.ts'
import type { Content } from './content.ts'
import { stampOf } from './draft.ts'
import { longText } from './inputs.ts'
import { BASE, readContent, write } from './page.ts'
import { keepFile } from './storedFiles.ts'

/** The entrance as the draft has it: its words, colour and logo, and how it would look. /look */
export const look = Router()

const AT = `${BASE}/look`
const of = (content: Content) => content.look

const Settings = z.object({
  entry_text: longText(600),
  colour: z.enum(['ours', 'own']).catch('ours'),
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'Ange färgen som # och sex tecken, till exempel #0d4f66.')
    .default('#0d4f66'),
  remove_logo: z.string().default(''),
})

const MOST = 300_000
const KINDS = ['image/png', 'image/jpeg', 'image/webp']

look.get('/', async (req, res) => show(req, res, null, false))

look.post('/', ...receiveFiles({ maxFiles: 1, maxSize: 5_000_000 }), async (req, res) => {
  const input = readForm(Settings, req.body)
  const file = req.received?.find(({ size }) => size > 0) ?? null
  const kind = file ? await pictureIn(file) : null
  const problem = kind && 'problem' in kind ? { logo: kind.problem } : {}
  if (!input.ok || 'logo' in problem) {
    const errors = { ...(input.ok ? {} : input.form.errors), ...problem }
    return show(req, res.status(422), { values: req.body as Form['values'], errors }, false)
  }
  const { entry_text: text, colour, accent, remove_logo: remove } = input.data
  let logo: Content['look']['logo'] = null
  const saved = await write(req, res, {
    part: of,
    to: AT,
    before: async (tx, actor) => {
      if (!file || !kind || 'problem' in kind) return
      const { id, name } = await keepFile(tx, actor, file, kind.type)
      logo = { file: id, name }
    },
    work: (content) => {
      content.look = {
        text: text || null,
        accent: colour === 'own' ? accent.toLowerCase() : null,
        logo: logo ?? (remove === 'ja' ? null : content.look.logo),
      }
    },
  })
  if (!saved) await show(req, res.status(409), { values: req.body as Form['values'], errors: {} }, true)
})

/** What is in the file decides, not its name; an SVG could carry a script. */
async function pictureIn(file: ReceivedFile): Promise<{ type: string } | { problem: string }> {
  if (file.size > MOST) return { problem: 'Logotypen får vara högst 300 kB.' }
  const found = await fileTypeFromBuffer(await readFile(file.path))
  return found && KINDS.includes(found.mime)
    ? { type: found.mime }
    : { problem: 'Logotypen ska vara png, jpg eller webp.' }
}

look.get('/look.css', async (req, res) => {
  const { content } = await readContent(req)
  const { accent } = of(content)
  res
    .set('Cache-Control', 'private, no-store')
    .type('css')
    .send(accent === null ? '' : sheet(accent))
})

async function show(req: Request, res: Response, typed: Form | null, conflict: boolean): Promise<void> {
  const { actor, content, bar } = await readContent(req)
  const { text, accent, logo } = of(content)
  const owner = await lookOfId(actor.ownerId)
  const values = { entry_text: text ?? '', colour: accent ? 'own' : 'ours', accent: accent ?? '#0d4f66' }
  await render(res, 'configuration/look', {
    title: res.locals.t('Utseende'),
    back: null,
    bar,
    conflict,
    form: typed ?? { values, errors: {} },
    key: newKey(),
    stamp: stampOf(of(content)),
    address: linkTo(`/n/${owner.code.toLowerCase()}`),
    look: { ...owner, text, accent, logo: logo && `${BASE}/files/${logo.file}`, sheet: accent && `${AT}/look.css` },
    contrast:
      accent === null
        ? null
        : { ink: inkOn(accent) === '#ffffff' ? 'white' : 'black', ratio: contrast(accent, inkOn(accent)) },
  })
}
