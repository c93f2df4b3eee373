import type { AttachmentRow } from '../../db/rowTypes.ts'
import { displayOf } from '../../attachments/look.ts'
import type { Viewer } from './views.ts'

/** The attachment that was asked for, beside the case, with the way to the ones before and after it. */
export function viewerOf(ref: string, files: AttachmentRow[], wanted: unknown): Viewer | null {
  const shown = files.filter((file) => displayOf(file) !== null && file.outdated_at === null)
  const index = shown.findIndex((file) => String(file.id) === wanted)
  const file = shown[index] ?? files.find((each) => displayOf(each) !== null && String(each.id) === wanted)
  if (!file) return null
  const at = (other: AttachmentRow | undefined) => (other ? `/cases/${ref}?file=${other.id}#viewer` : null)
  return {
    file,
    src: `/cases/${ref}/attachments/${file.id}?show=1`,
    look: displayOf(file)!,
    place: index + 1,
    total: shown.length,
    previous: index > 0 ? at(shown[index - 1]) : null,
    next: index >= 0 ? at(shown[index + 1]) : null,
  }
}
