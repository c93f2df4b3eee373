import type { AttachmentRow } from '../db/rowTypes.ts'

const SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'; sandbox"
// A PDF is also read beside its case (cases/page/attachmentViewer.ts): our own pages may hold it, nobody else's.
const PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"

/**
 * What may be looked at in the browser, and under which policy; all else is a download, whatever the browser thinks.
 * Chrome and Safari show a sandboxed PDF as a blank page: their viewers are kept apart from the site anyway, and the
 * content was told to be a PDF before it was stored.
 */
const SHOWN: Record<string, string> = {
  'application/pdf': PDF,
  'image/jpeg': SANDBOX,
  'image/png': SANDBOX,
}

/** How a stored file is answered with: shown where it may be and that is wished, else a download. */
export function headersOf(
  file: Pick<AttachmentRow, 'name' | 'media_type' | 'size'>,
  show: boolean,
): Record<string, string> {
  const policy = show ? SHOWN[file.media_type] : undefined
  const headers = { ...asDownload(file.media_type, file.name), 'Content-Length': String(file.size) }
  return policy
    ? {
        ...headers,
        'Content-Disposition': headers['Content-Disposition'].replace('attachment', 'inline'),
        'Content-Security-Policy': policy,
        // Said twice, for browsers that know only this one.
        ...(policy === PDF && { 'X-Frame-Options': 'SAMEORIGIN' }),
      }
    : headers
}

export function asDownload(mediaType: string, name: string) {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return {
    'Content-Type': mediaType,
    'Content-Disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`,
    'Content-Security-Policy': SANDBOX,
    'X-Content-Type-Options': 'nosniff',
    // Packed already, and with a length that must stay true.
    'Cache-Control': 'private, no-store, no-transform',
  }
}
