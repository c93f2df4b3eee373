import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { seal, unseal } from '../accounts/encryption.ts'
import type { Tx } from '../../db/actor.ts'

// RFC 6238 as every authenticator app knows it: SHA-1, six digits, thirty seconds; one step of drift either way.
const SHAPE = { algorithm: 'SHA1', digits: 6, period: 30 } as const
const DRIFT = 1

export interface Setup {
  /** For the app's camera, as the address in the QR code. */
  uri: string
  /** The same for those who type: groups of four. */
  key: string
}

function totpOf(secret: string, username = ''): TOTP {
  return new TOTP({ ...SHAPE, issuer: 'Elanmälan', label: username, secret: Secret.fromBase32(secret) })
}

/** The key somebody is setting up, made when they first ask for it; the same until it is confirmed. */
export async function setupOf(tx: Tx, userId: number, username: string): Promise<Setup> {
  const row = await secretRow(tx, userId)
  let secret = row && !row.confirmed_at ? unseal(row.secret) : null
  if (secret === null) {
    secret = new Secret({ buffer: Uint8Array.from(randomBytes(20)).buffer }).base32
    await tx('totp_secrets')
      .insert({ user_id: userId, secret: seal(secret), confirmed_at: null, last_step: 0 })
      .onConflict('user_id')
      .merge()
  }
  return { uri: totpOf(secret, username).toString(), key: secret.match(/.{1,4}/g)!.join(' ') }
}

const secretRow = (tx: Tx, userId: number) =>
  tx('totp_secrets').where({ user_id: userId }).first('secret', 'confirmed_at', 'last_step')

/**
 * Is it this moment's code? By the server's clock, and each code once: the step it belongs to is written in the same
 * statement that finds it unused, so that of two who use it at the same moment one is refused.
 * @param confirming the code that ends the set-up; otherwise only a set-up key counts
 */
export async function takeCode(tx: Tx, userId: number, typed: string, confirming = false): Promise<boolean> {
  const code = typed.replace(/\s/g, '')
  const row = await secretRow(tx, userId)
  if (!row || (row.confirmed_at === null) !== confirming || !/^\d{6}$/.test(code)) return false
  // A key that can be opened no longer: a recovery code or an administrator lets its person in.
  const secret = unseal(row.secret)
  const delta = secret === null ? null : totpOf(secret).validate({ token: code, window: DRIFT })
  if (delta === null) return false
  const step = Math.floor(Date.now() / 1000 / SHAPE.period) + delta
  const taken = await tx('totp_secrets')
    .where({ user_id: userId })
    .andWhere('last_step', '<', step)
    .update({ last_step: step, ...(confirming && { confirmed_at: tx.raw('now()') }) })
  return taken === 1
}
