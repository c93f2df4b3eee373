import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { readConfig } from '../../config.ts'

const { SECRET_KEY, SECRET_KEYS_BEFORE } = readConfig()
export const { seal, unseal, reseal, sign, isSigned } = keyring(SECRET_KEY, SECRET_KEYS_BEFORE)

/**
 * What is sealed and signed with the platform's secret. One derived key for each use: what one of them gives away tells
 * nothing of another. Key rotation (docs/operations.md): the current secret seals and signs, the former still open and check.
 */
export function keyring(current: string, former: readonly string[]) {
  const secrets = [current, ...former]

  /** Encrypts a secret that must be read again (a TOTP key, a client's secret): AES-256-GCM, nonce and tag in front. */
  function seal(plain: string): Buffer {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', keyFor('seal', current), nonce)
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
  }

  /** null when it was tampered with, or sealed with a key that is no longer among ours. */
  function unseal(sealed: Buffer): string | null {
    for (const secret of secrets) {
      const plain = open(sealed, secret)
      if (plain !== null) return plain
    }
    return null
  }

  /** The same sealed with the current key; null when it is already, or no key of ours opens it. */
  function reseal(sealed: Buffer): Buffer | null {
    if (open(sealed, current) !== null) return null
    const plain = unseal(sealed)
    return plain === null ? null : seal(plain)
  }

  /** A signature that only we can make, for links that need no row of their own. */
  function sign(use: string, text: string): string {
    return signWith(current, use, text)
  }

  /** Compared in constant time. */
  function isSigned(use: string, text: string, signature: string): boolean {
    const given = Buffer.from(signature)
    return secrets.some((secret) => {
      const ours = Buffer.from(signWith(secret, use, text))
      return ours.length === given.length && timingSafeEqual(ours, given)
    })
  }

  return { seal, unseal, reseal, sign, isSigned }
}

function open(sealed: Buffer, secret: string): string | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFor('seal', secret), sealed.subarray(0, 12))
    decipher.setAuthTag(sealed.subarray(12, 28))
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

function signWith(secret: string, use: string, text: string): string {
  return createHmac('sha256', keyFor(use, secret)).update(text).digest('base64url')
}

function keyFor(use: string, secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `elanmalan ${use}`, 32))
}
