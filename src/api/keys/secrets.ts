import { hashOf, isToken, newToken } from '../../sign-in/accounts/tokens.ts'

/** What a secret of ours begins with: scanners of published code find it, and people see what it is. */
const PREFIX = { secret: 'elm_', token: 'elt_' } as const
export type SecretKind = keyof typeof PREFIX

export function newSecret(kind: SecretKind): { text: string; hash: Buffer } {
  const text = PREFIX[kind] + newToken()
  return { text, hash: hashOf(text) }
}

/** The hash of what was presented; null for what is none of ours. */
export function hashOfSecret(text: string): Buffer | null {
  const isOurs = Object.values(PREFIX).some((prefix) => text.startsWith(prefix) && isToken(text.slice(prefix.length)))
  return isOurs ? hashOf(text) : null
}
