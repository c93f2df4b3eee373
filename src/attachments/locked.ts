import { createCipheriv, createHash } from 'node:crypto'

/**
 * Whether a PDF asks for a password to be opened: encrypted (ISO 32000-2, 7.6), and the empty user password does not fit.
 * One that only forbids printing or copying opens with the empty one. What cannot be read here is not called locked.
 */
export function needsPassword(pdf: Buffer): boolean {
  const text = pdf.toString('latin1')
  const at = text.lastIndexOf('/Encrypt')
  if (at === -1) return false
  const said = dictionaryAt(text, at + '/Encrypt'.length)
  if (said === null) return false
  const number = (name: string) => Number(new RegExp(`/${name}\\s+(-?\\d+)`).exec(said)?.[1] ?? Number.NaN)
  const revision = number('R')
  const [owner, user] = [stringAfter(said, 'O'), stringAfter(said, 'U')]
  if (
    !owner ||
    !user ||
    owner.length < 32 ||
    user.length < 32 ||
    Number.isNaN(revision) ||
    !/\/Filter\s*\/Standard/.test(said)
  )
    return false
  if (revision >= 5) return user.length >= 48 && !hashOf(user.subarray(32, 40), revision).equals(user.subarray(0, 32))
  const id = /\/ID\s*\[\s*([\s\S]{1,2000})/.exec(text.slice(Math.max(0, at - 4000), at + 8000))?.[1] ?? ''
  const bits = revision === 2 ? 40 : Number.isNaN(number('Length')) ? 40 : number('Length')
  return !fits({
    owner,
    user,
    revision,
    permissions: number('P'),
    id: readString(id) ?? Buffer.alloc(0),
    bytes: Math.min(16, Math.max(5, bits / 8)),
    isOpen: /\/EncryptMetadata\s+false/.test(said),
  })
}

/** The dictionary that follows, or that the reference that follows leads to. */
function dictionaryAt(text: string, at: number): string | null {
  const reference = /^\s*(\d{1,10})\s+(\d{1,5})\s+R/.exec(text.slice(at, at + 40))
  if (!reference) return text.slice(at, at + 4000)
  const [, id, generation] = reference
  const from = new RegExp(`(?<!\\d)${id!}\\s${generation!}\\sobj`).exec(text)?.index
  return from === undefined ? null : text.slice(from, text.indexOf('endobj', from) >>> 0).slice(0, 4000)
}

function stringAfter(text: string, name: string): Buffer | null {
  const found = new RegExp(`/${name}\\s*(?=[(<])`).exec(text)
  return found && readString(text.slice(found.index + found[0].length))
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** '<48656C>' or '(Hel\\051)' at the beginning of a text. */
function readString(text: string): Buffer | null {
  const hex = /^\s*<([0-9a-f\s]*)>/i.exec(text)?.[1]
  if (hex !== undefined) return Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')
  const from = /^\s*\(/.exec(text)?.[0].length
  if (from === undefined) return null
  const bytes: number[] = []
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at]!
    if (sign === '\\') {
      const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))?.[0]
      if (octal) bytes.push(Number.parseInt(octal, 8) & 255)
      else if (text[at + 1] !== '\n') bytes.push((ESCAPES[text[at + 1]!] ?? text[at + 1] ?? '').charCodeAt(0) & 255)
      at += octal?.length ?? 1
      continue
    }
    if (sign === '(') depth += 1
    if (sign === ')' && depth-- === 0) break
    bytes.push(sign.charCodeAt(0))
  }
  return Buffer.from(bytes)
}

interface Encryption {
  owner: Buffer
  user: Buffer
  revision: number
  permissions: number
  id: Buffer
  bytes: number
  /** Its metadata is not encrypted. */
  isOpen: boolean
}

const PADDING = Buffer.from('28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A', 'hex')
const md5 = (...parts: Buffer[]) => createHash('md5').update(Buffer.concat(parts)).digest()

/** Algorithms 2 and 4 to 6: the key of the empty password makes the user entry. */
function fits({ owner, user, revision, permissions, id, bytes, isOpen }: Encryption): boolean {
  const flags = Buffer.alloc(4)
  flags.writeInt32LE(permissions | 0)
  const open = revision >= 4 && isOpen ? Buffer.from('ffffffff', 'hex') : Buffer.alloc(0)
  let key = md5(PADDING, owner.subarray(0, 32), flags, id, open)
  if (revision >= 3) for (let n = 0; n < 50; n += 1) key = md5(key.subarray(0, bytes))
  key = key.subarray(0, bytes)
  if (revision === 2) return rc4(key, PADDING).equals(user.subarray(0, 32))
  let made = rc4(key, md5(PADDING, id))
  for (let n = 1; n <= 19; n += 1) made = rc4(Buffer.from(key.map((byte) => byte ^ n)), made)
  return made.equals(user.subarray(0, 16))
}

/** OpenSSL 3 has it no longer. */
function rc4(key: Buffer, data: Buffer): Buffer {
  const box = Array.from({ length: 256 }, (_, n) => n)
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + box[i]! + key[i % key.length]!) & 255
    ;[box[i], box[j]] = [box[j]!, box[i]!]
  }
  let [i, j] = [0, 0]
  return Buffer.from(
    data.map((byte) => {
      i = (i + 1) & 255
      j = (j + box[i]!) & 255
      ;[box[i], box[j]] = [box[j]!, box[i]!]
      return byte ^ box[(box[i]! + box[j]!) & 255]!
    }),
  )
}

/** Algorithm 2.B for the empty password; revision 5 is plain SHA-256. */
function hashOf(salt: Buffer, revision: number): Buffer {
  let key = createHash('sha256').update(salt).digest()
  if (revision === 5) return key
  for (let round = 0, last = 0; round < 64 || last > round - 32; round += 1) {
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(false)
    const made = cipher.update(Buffer.concat(Array.from({ length: 64 }, () => key)))
    const rest = made.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3
    key = createHash(['sha256', 'sha384', 'sha512'][rest]!).update(made).digest()
    last = made.at(-1)!
  }
  return key.subarray(0, 32)
}
