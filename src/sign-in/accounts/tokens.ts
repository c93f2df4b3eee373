import { createHash, randomBytes } from 'node:crypto'

/** 32 random bytes, as they travel in a cookie or a link: 43 characters. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export function isToken(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]{43}$/.test(text)
}

/** Only this is stored: who reads the table cannot use what is in it. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
