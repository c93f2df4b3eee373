import type { AttachmentRow } from '../../db/rowTypes.ts'
import { opens } from '../../scan/scanner.ts'
import type { Viewer } from './views.ts'

const IMAGES = ['image/jpeg', 'image/png']

/** What a browser can show in a page; all else is a download. */
export function isShown(file: Pick<AttachmentRow, 'media_type' | 'scan'>): boolean {
  return opens(file) && (IMAGES.includes(file.media_type) || file.media_type === 'application/pdf')
}

/** The attachment that was asked for, beside the case, with the way to the ones before and after it. */
export function viewerOf(ref: string, files: AttachmentRow[], wanted: unknown): Viewer | null {
  const shown = files.filter((file) => isShown(file) && file.outdated_at === null)
  const index = shown.findIndex((file) => String(file.id) === wanted)
  const file = shown[index] ?? files.find((each) => isShown(each) && String(each.id) === wanted)
  if (!file) return null
  const at = (other: AttachmentRow | undefined) => (other ? `/cases/${ref}?file=${other.id}#viewer` : null)
  return {
    file,
    src: `/cases/${ref}/attachments/${file.id}?show=1`,
    isImage: IMAGES.includes(file.media_type),
    place: index + 1,
    total: shown.length,
    previous: index > 0 ? at(shown[index - 1]) : null,
    next: index >= 0 ? at(shown[index + 1]) : null,
  }
}
