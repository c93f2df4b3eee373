import path from 'node:path'
import { fileTypeFromFile } from 'file-type'
import { cleanText } from '../text/clean.ts'
import { cut } from '../text/cut.ts'

/** What may be attached (docs/domain.md 3.4), by what the content is; the ending must say the same. */
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

/** The media type told by the content, or null when it is not one we take or the name says another. */
export async function mediaTypeOf(file: { path: string; name: string }): Promise<string | null> {
  const found = await fileTypeFromFile(file.path)
  const endings = found ? (ALLOWED[found.mime] ?? []) : []
  return endings.includes(path.extname(file.name).toLowerCase()) ? found!.mime : null
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
