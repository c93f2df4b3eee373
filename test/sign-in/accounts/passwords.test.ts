import { hash as argon2 } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from '../../../src/sign-in/accounts/passwords.ts'
import { CHEAP } from '../../support/passwords.ts'
import { networkOf } from '../../../src/web/rateLimits.ts'

test('a password is hashed with argon2id, fits in either Unicode form and no other', async () => {
  const stored = await hashPassword('Sjö\u0061\u030Alderman')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await verifyPassword(stored, 'Sjö\u00E5lderman')).toBe(true)
  expect(await verifyPassword(stored, 'Sjöalderman')).toBe(false)
})

test('an account without a password opens for nothing, and costs as much to try', async () => {
  const stored = await hashPassword('något långt nog')
  const spent = { known: 0, unknown: 0 }
  // Turn and turn about, so that a busy machine slows both alike.
  for (let i = 0; i < 20; i += 1) {
    for (const [which, hash] of [
      ['known', stored],
      ['unknown', null],
    ] as const) {
      const began = performance.now()
      expect(await verifyPassword(hash, 'gissning')).toBe(false)
      if (i > 0) spent[which] += performance.now() - began
    }
  }
  expect(spent.unknown / spent.known).toBeGreaterThan(0.4)
  expect(spent.unknown / spent.known).toBeLessThan(2.5)
})

test('fifty at once wait for each other and all get their answer; a flood is told to come back', async () => {
  // Cheap: what is shown is the queue.
  const stored = await argon2('rätt', CHEAP)
  const tries = Array.from({ length: 50 }, (_, i) => verifyPassword(stored, i % 2 === 0 ? 'rätt' : 'fel'))
  expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(25)
  const flood = await Promise.allSettled(Array.from({ length: 230 }, () => verifyPassword(stored, 'rätt')))
  const turnedAway = flood.filter((each) => each.status === 'rejected')
  expect(turnedAway).toHaveLength(230 - 204)
  expect(turnedAway[0]!.reason).toMatchObject({ status: 503 })
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:1:2::1', '2001:db8:1:2'],
  ['2001:0db8:0001:0002:0000::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['', ''],
])('tries from %j count as from %j', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
