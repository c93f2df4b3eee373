import type { AttachmentRow } from '../db/rowTypes.ts'
import { opens } from '../scan/scanner.ts'

/** How a file is looked at in the page. 'waits' and 'fails': a picture that browsers show only in a copy, which is not there. */
export type Look = 'picture' | 'pdf' | 'waits' | 'fails'

const BROWSERS_SHOW = ['image/jpeg', 'image/png']
/** What gets a copy to look at, or a stamp at least. */
export const PICTURES = [...BROWSERS_SHOW, 'image/heic', 'image/heif']

/** null: it is a download. */
export function displayOf(file: Pick<AttachmentRow, 'media_type' | 'scan' | 'picture'>): Look | null {
  if (!opens(file)) return null
  if (file.media_type === 'application/pdf') return 'pdf'
  if (file.picture === 'made' || BROWSERS_SHOW.includes(file.media_type)) return 'picture'
  if (file.picture === 'waiting') return 'waits'
  return file.picture === 'failed' ? 'fails' : null
}
