import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { readConfig } from '../../config.ts'

// One key for each use, all derived from SECRET_KEY: what one of them gives away tells nothing of another.
const { SECRET_KEY } = readConfig()
const keyFor = (use: string) => Buffer.from(hkdfSync('sha256', SECRET_KEY, '', `elanmalan ${use}`, 32))

/** Encrypts a secret that must be read again (a TOTP key, a client's secret): AES-256-GCM, nonce and tag in front. */
export function seal(plain: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor('seal'), nonce)
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** @throws Error when it was sealed with another SECRET_KEY, or tampered with */
export function unseal(sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', keyFor('seal'), sealed.subarray(0, 12))
  decipher.setAuthTag(sealed.subarray(12, 28))
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')
}

/** A signature that only we can make, for links that need no row of their own. */
export function sign(use: string, text: string): string {
  return createHmac('sha256', keyFor(use)).update(text).digest('base64url')
}
