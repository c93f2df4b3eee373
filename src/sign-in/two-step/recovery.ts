import { createHash, randomInt } from 'node:crypto'
import type { Tx } from '../../db/actor.ts'

const HOW_MANY = 10
// Without what is easily mistaken for something else. Twenty-four of these 32 signs are 120 bits (ASVS 6.5.2).
const SIGNS = 'abcdefghijkmnpqrstuvwxyz23456789'

function hashOf(code: string): Buffer {
  return createHash('sha256')
    .update(code.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .digest()
}

function newCode(): string {
  const groups = Array.from({ length: 4 }, () =>
    Array.from({ length: 6 }, () => SIGNS[randomInt(SIGNS.length)]).join(''),
  )
  return groups.join('-')
}

/** Ten codes, shown this once; those there were before are worthless now. */
export async function renewCodes(tx: Tx, userId: number): Promise<string[]> {
  const codes = Array.from({ length: HOW_MANY }, newCode)
  await tx('recovery_codes').where({ user_id: userId }).delete()
  await tx('recovery_codes').insert(codes.map((code) => ({ user_id: userId, code_hash: hashOf(code) })))
  return codes
}

/** Uses a code up; false for one that is not there or is used. */
export async function takeRecoveryCode(tx: Tx, userId: number, typed: string): Promise<boolean> {
  const used = await tx('recovery_codes')
    .where({ user_id: userId, code_hash: hashOf(typed) })
    .whereNull('used_at')
    .update({ used_at: tx.raw('now()') })
  return used === 1
}

export async function codesLeft(tx: Tx, userId: number): Promise<number> {
  const left = tx('recovery_codes').where({ user_id: userId }).whereNull('used_at')
  return (await left.count<{ n: number }[]>('* as n'))[0]!.n
}
