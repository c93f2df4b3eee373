import { expect, test } from 'vitest'
import { keyring } from '../../../src/sign-in/accounts/encryption.ts'

const OLD = 'the key of last year, long enough for it'
const NEW = 'the key of this year, long enough for it'
const before = keyring(OLD, [])
const during = keyring(NEW, [OLD])
const after = keyring(NEW, [])

test('while a key is changed, what the former sealed and signed still counts; what is new is of the new key', () => {
  expect(during.unseal(before.seal('secret'))).toBe('secret')
  expect(during.isSigned('use', 'text', before.sign('use', 'text'))).toBe(true)
  expect(after.unseal(during.seal('secret'))).toBe('secret')
  expect(after.isSigned('use', 'text', during.sign('use', 'text'))).toBe(true)
})

test('once the former key is gone nothing of it counts, and nothing throws', () => {
  expect(after.unseal(before.seal('secret'))).toBeNull()
  expect(after.isSigned('use', 'text', before.sign('use', 'text'))).toBe(false)
  expect(after.unseal(Buffer.alloc(0))).toBeNull()
})

test('sealing anew moves a secret to the current key, and leaves what is of it, or of nobody, alone', () => {
  const moved = during.reseal(before.seal('secret'))!
  expect(after.unseal(moved)).toBe('secret')
  expect(during.reseal(moved)).toBeNull()
  expect(during.reseal(keyring('a key that is nobody’s, long enough', []).seal('secret'))).toBeNull()
})

test('a signature is for one use and one text', () => {
  const signature = after.sign('use', 'text')
  expect(after.isSigned('another use', 'text', signature)).toBe(false)
  expect(after.isSigned('use', 'another text', signature)).toBe(false)
  expect(after.isSigned('use', 'text', `${signature}x`)).toBe(false)
})
