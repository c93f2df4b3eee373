import { open, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileTypeFromFile } from 'file-type'
import { cleanText } from '../text/clean.ts'
import { cut } from '../text/cut.ts'
import type { ReceivedFile } from '../web/uploads.ts'
import { needsPassword } from './locked.ts'

const PICTURES = [
  '.jpg',
  '.jpeg',
  '.jfif',
  '.jpe',
  '.pjpeg',
  '.png',
  '.heic',
  '.heif',
  '.hif',
  '.webp',
  '.gif',
  '.bmp',
  '.tif',
  '.tiff',
]

/** What may be attached (docs/domain.md 3.4), by what the content is, with the endings that its name keeps; the first is written else. */
const ALLOWED: Record<string, string[]> = {
  'application/pdf': ['.pdf'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/heic': ['.heic', '.heif'],
  'image/heif': ['.heic', '.heif'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['.docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['.xlsx'],
  'image/vnd.dwg': ['.dwg'],
}
/** What a picture or PDF is called is often a mistake: phones turn pictures on the way, and scanners call everything PDF. */
const MISTAKEN = [...PICTURES, '.pdf']

export type Told = { mediaType: string; name: string } | { refused: string }

/** What a file is, with a name that says so; or why it is not taken. */
export async function tellFile(file: Pick<ReceivedFile, 'path' | 'name' | 'size'>): Promise<Told> {
  if (file.size === 0) return { refused: 'Filen är tom. Välj den på nytt, eller en annan.' }
  const mediaType = await mediaTypeOf(file)
  if (mediaType === null)
    return { refused: 'Filen går inte att ta emot. Välj pdf, jpg, png, heic, docx, xlsx eller dwg.' }
  if (mediaType === 'application/pdf' && needsPassword(await readFile(file.path)))
    return {
      refused: 'Filen är låst med lösenord och går inte att öppna. Spara den utan lösenord och bifoga den igen.',
    }
  const ending = path.extname(file.name)
  const [first = '', ...more] = ALLOWED[mediaType]!
  const isRight = [first, ...more].includes(ending.toLowerCase())
  return { mediaType, name: isRight ? file.name : file.name.slice(0, file.name.length - ending.length) + first }
}

/** The media type told by the content, or null when it is not one we take or the name says something else. */
export async function mediaTypeOf(file: { path: string; name: string }): Promise<string | null> {
  const found = (await fileTypeFromFile(file.path))?.mime ?? ((await holdsPdf(file.path)) ? 'application/pdf' : '')
  const endings = ALLOWED[found] ?? []
  const isPage = found === 'application/pdf' || ['image/jpeg', 'image/png', 'image/heic', 'image/heif'].includes(found)
  return [...endings, ...(isPage ? MISTAKEN : [])].includes(path.extname(file.name).toLowerCase()) ? found : null
}

/** Readers of PDF look for its mark in the first kilobyte (ISO 32000-1, annex H): scanners and mail write lines before it. */
async function holdsPdf(where: string): Promise<boolean> {
  const file = await open(where)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0)
    const start = buffer.toString('latin1', 0, bytesRead)
    // A page that speaks of PDF is a page.
    return start.includes('%PDF-') && !/<(?:!doctype|html|script|svg|\?xml)/i.test(start)
  } finally {
    await file.close()
  }
}

/** A name that is safe to show, store and put in a header: no folders, no control characters, at most 120 characters. */
export function safeName(name: string): string {
  const bare = cleanText(name)
    .split(/[/\\]/)
    .pop()!
    .replace(/[\p{Cc}\p{Cf}"<>|:*?\uFFFD]/gu, '')
    .trim()
  const ending = cut(path.extname(bare), 10)
  return (cut(path.basename(bare, path.extname(bare)), 110) || 'bilaga') + ending
}
