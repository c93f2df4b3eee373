/** Why a file cannot be read at all, in words for who sent it. */
export class Unreadable extends Error {
  readonly params: Record<string, string | number>
  constructor(message: string, params: Record<string, string | number> = {}) {
    super(message)
    this.params = params
  }
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'macintosh'

const UNSURE = 'Filens teckenkodning går inte att avgöra. Spara den som CSV UTF-8 eller som xlsx och läs den igen.'
const NO_SHEET = 'Filen är inget kalkylark som går att läsa. Spara den som CSV UTF-8 eller som xlsx och läs den igen.'

/** å ä ö Å Ä Ö é É as Windows, the old Mac and MS-DOS write them. */
const WINDOWS = new Set([0xe5, 0xe4, 0xf6, 0xc5, 0xc4, 0xd6, 0xe9, 0xc9])
const MAC = new Set([0x8c, 0x8a, 0x9a, 0x81, 0x80, 0x85, 0x8e])
const DOS = new Set([0x86, 0x84, 0x94, 0x8f, 0x99])
/** Bytes that Windows-1252 has no sign for. */
const NOWHERE = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])

/** Looks through bytes, piece by piece, and says how their letters are written. */
export function encodingFinder(): { look: (piece: Uint8Array) => void; found: () => Encoding } {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let mark: Encoding | null = null
  let start = true
  let isUtf8 = true
  let last = 0
  const count = { windows: 0, mac: 0, dos: 0, nowhere: 0, evenZero: 0, oddZero: 0, bytes: 0 }
  const look = (piece: Uint8Array) => {
    if (start && piece.length > 0) mark = markOf(piece)
    start = false
    if (isUtf8) {
      try {
        utf8.decode(piece, { stream: true })
      } catch {
        isUtf8 = false
      }
    }
    for (const byte of piece) {
      if (byte === 0) count[count.bytes % 2 === 0 ? 'evenZero' : 'oddZero'] += 1
      count.bytes += 1
      // A letter of MS-DOS stands before another letter; the quotation marks of Windows, which it is mistaken for, do not.
      if (DOS.has(last) && isLetter(byte)) count.dos += 1
      if (byte >= 0x80) {
        if (WINDOWS.has(byte)) count.windows += 1
        if (MAC.has(byte)) count.mac += 1
        if (NOWHERE.has(byte)) count.nowhere += 1
      }
      last = byte
    }
  }
  const found = (): Encoding => {
    if (mark !== null) return mark
    const { bytes, evenZero, oddZero } = count
    if (evenZero + oddZero > 0) {
      // Latin letters in UTF-16 have a zero in every other byte.
      if (oddZero > bytes / 5 && evenZero === 0) return 'utf-16le'
      if (evenZero > bytes / 5 && oddZero === 0) return 'utf-16be'
    }
    if (isUtf8 && endsWell(utf8)) return 'utf-8'
    if (evenZero + oddZero > 0) throw new Unreadable(NO_SHEET)
    const { windows, mac, dos, nowhere } = count
    if (mac > 5 * windows && mac >= dos) return 'macintosh'
    if (dos > windows || (mac > 0 && windows <= 5 * mac) || (windows === 0 && nowhere > 0)) throw new Unreadable(UNSURE)
    return 'windows-1252'
  }
  return { look, found }
}

function markOf([a, b, c]: Uint8Array): Encoding | null {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  const head = [a, b, c].map((byte) => String.fromCharCode(byte ?? 0)).join('')
  // An old Excel file, a zip that is no xlsx, a PDF, pictures.
  if (a === 0xd0 && b === 0xcf) throw new Unreadable(NO_SHEET)
  if (head.startsWith('PK') || head === '%PD' || head === '\u0089PN' || (a === 0xff && b === 0xd8))
    throw new Unreadable(NO_SHEET)
  return null
}

const isLetter = (byte: number) => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)

function endsWell(decoder: { decode: () => string }): boolean {
  try {
    decoder.decode()
    return true
  } catch {
    return false
  }
}

/** Bytes as text. @throws Unreadable */
export function textOf(bytes: Uint8Array): string {
  const finder = encodingFinder()
  finder.look(bytes)
  return new TextDecoder(finder.found()).decode(bytes)
}
