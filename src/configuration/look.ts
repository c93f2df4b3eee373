import { readFile } from 'node:fs/promises'
import type { Request, Response } from 'express'
import { fileTypeFromBuffer } from 'file-type'
import { z } from 'zod'
import { contrast, inkOn } from '../sign-in/entrance/look.ts'
import { lookOfId } from '../sign-in/entrance/queries.ts'
import { linkTo } from '../mail/addresses.ts'
import { ownerSideOf } from '../web/guards.ts'
import type { Views } from '../web/pages.ts'
import type { ReceivedFile } from '../web/uploads.ts'
import { render } from '../web/views.ts'
import type { Content } from './content.ts'
import { input, longText } from './inputs.ts'
import { BASE, single } from './part.ts'
import { fileInWords } from './templates.ts'

const OURS = '#0d4f66'
const MOST = 300_000
const KINDS = ['image/png', 'image/jpeg', 'image/webp']

/** The entrance as the draft has it: its words, colour and logo, and how it would look. */
export const look = single({
  place: 'Utseende',
  path: 'look',
  said: [
    ['Text', (content) => content.look.text ?? ''],
    ['Färg', (content, t) => content.look.accent ?? t('Elanmälans')],
    ['Logotyp', ({ look: { logo } }, t) => (logo === null ? t('ingen') : fileInWords(logo))],
  ],
  title: (_of, t) => t('Utseende'),
  of: (content: Content) => content.look,
  inputs: () => ({
    entry_text: longText('Text', 600),
    colour: input({ label: 'Färg', type: 'choice' }, {}, z.enum(['ours', 'own']).catch('ours')),
    accent: input(
      { label: 'Egen färg', type: 'text' },
      {},
      z
        .string()
        .regex(/^#[0-9a-f]{6}$/i, 'Ange färgen som # och sex tecken, till exempel #0d4f66.')
        .default(OURS),
    ),
    remove_logo: input({ label: 'Ta bort logotypen', type: 'tick' }, {}, z.string().default('')),
  }),
  known: ({ text, accent }) => ({
    entry_text: text ?? '',
    colour: accent ? ('own' as const) : ('ours' as const),
    accent: accent ?? OURS,
  }),
  upload: { input: 'logo', maxSize: 5_000_000, read: pictureIn },
  write: (of, { entry_text: text, colour, accent, remove_logo: remove }, content, kept) => {
    content.look = {
      text: text || null,
      accent: colour === 'own' ? accent.toLowerCase() : null,
      logo: kept ?? (remove === 'ja' ? null : of.logo),
    }
  },
})

/** What is in the file decides, not its name; an SVG could carry a script. */
async function pictureIn(file: ReceivedFile): Promise<{ type: string } | { problem: string }> {
  if (file.size > MOST) return { problem: 'Logotypen får vara högst 300 kB.' }
  const found = await fileTypeFromBuffer(await readFile(file.path))
  return found && KINDS.includes(found.mime)
    ? { type: found.mime }
    : { problem: 'Logotypen ska vara png, jpg eller webp.' }
}

/** With the entrance below, small. */
export async function drawLook(
  req: Request,
  res: Response,
  page: Views['configuration/form'],
  { text, accent, logo }: Content['look'],
): Promise<void> {
  const owner = await lookOfId(ownerSideOf(req).ownerId)
  const sheet = accent && `${BASE}/look/look.css`
  const ink = inkOn(accent ?? OURS)
  await render(res, 'configuration/look', {
    ...page,
    address: linkTo(`/n/${owner.code.toLowerCase()}`),
    look: { ...owner, text, accent, logo: logo && `${BASE}/files/${logo.file}`, sheet },
    contrast: accent === null ? null : { ink: ink === '#ffffff' ? 'white' : 'black', ratio: contrast(accent, ink) },
  })
}
