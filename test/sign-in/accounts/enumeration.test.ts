import { beforeAll, expect, test } from 'vitest'
import { hashPassword } from '../../../src/sign-in/accounts/passwords.ts'
import { Client, testServer, type Answer } from '../../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../../support/database.ts'

let db: TestDatabase
let address: string
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  await db.owner('users').where({ username: 'johan.ek' }).update({ active: false })
  await db.owner('companies').where({ id: db.world.companies.Solklart }).update({ status: 'blocked' })
  // As in production: the hashes of test databases are cheap.
  await db.owner('users').update({ password_hash: await hashPassword(PASSWORD) })
  await db.owner('users').where({ username: 'nils.aberg' }).update({ password_hash: null })
  const secret = Buffer.alloc(32, 7)
  const temporary = {
    user_id: db.world.users['petra.wallin']!,
    secret_hash: secret,
    expires_at: new Date(Date.now() + 9e5),
  }
  await db.owner('temporary_passwords').insert(temporary)
})

// One of each: open, with a temporary password, deactivated, of a blocked company, without a password, nobody's.
const NAMES = ['amir.haddad', 'petra.wallin', 'johan.ek', 'mira.dahl', 'nils.aberg', 'finns.inte']

const WAYS: [what: string, path: string, typed: Record<string, string>][] = [
  ['sign-in with a wrong password', '/sign-in', { password: 'inte det rätta' }],
  ['a forgotten password', '/password/forgotten', {}],
]

/** All that a stranger sees of an answer, but for what chance or the clock decides, and the name they typed themselves. */
function seen({ status, location, headers, body }: Answer, username: string): string {
  const shown = [...headers].filter(
    ([name]) => !['date', 'set-cookie', 'etag', 'content-length', 'x-request-id'].includes(name),
  )
  const text = body.replaceAll(/name="_key" value="[^"]*"/g, '').replaceAll(username, '')
  const cookies = headers.getSetCookie().map((line) => line.replace(/=[^;]*/, ''))
  return JSON.stringify([status, location, shown, cookies, text])
}

test.each(WAYS)('%s: nothing in the answer tells whether there is such an account', async (_what, path, typed) => {
  const answers = []
  for (const username of NAMES)
    answers.push(seen(await new Client(address).post(path, { username, ...typed }), username))
  expect(new Set(answers).size).toBe(1)
  expect(answers[0]).toMatch(/^\[(422|303)/)
})

test.each(WAYS)('%s: nor does the time it takes', async (_what, path, typed) => {
  // What an account gives away it gives away each time; what a busy machine does it does not do six times running.
  let worst: number[] = []
  for (let attempt = 0; attempt < 6; attempt += 1) {
    worst = Object.values(await ratiosOf(path, typed)).filter((ratio) => ratio < 0.7 || ratio > 1.4)
    if (worst.length === 0) return
  }
  expect(worst).toEqual([])
})

/** How long each name's answer took beside nobody's. */
async function ratiosOf(path: string, typed: Record<string, string>): Promise<Record<string, number>> {
  const spent = new Map<string, number[]>(NAMES.map((name) => [name, []]))
  // Turn and turn about, so that what else the machine does slows all alike.
  for (let round = 0; round < 26; round += 1) {
    await db.owner('rate_limits').delete()
    // Each in every place of the round: what the one before leaves behind must not count for one of them alone.
    for (const username of [...NAMES.slice(round % NAMES.length), ...NAMES.slice(0, round % NAMES.length)]) {
      const began = performance.now()
      await new Client(address).post(path, { username, ...typed })
      if (round > 1) spent.get(username)!.push(performance.now() - began)
    }
  }
  const medians = NAMES.map((name) => median(spent.get(name)!))
  const nobody = medians.at(-1)!
  return Object.fromEntries(NAMES.map((name, i) => [name, medians[i]! / nobody]))
}

function median(numbers: number[]): number {
  return numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!
}

test('what one guesses of links is answered alike, whatever was once behind them', async () => {
  const pages = []
  for (const token of ['x'.repeat(43), 'A'.repeat(43), 'kort']) {
    const answer = await new Client(address).get(`/invitation/${token}`)
    pages.push(seen(answer, '').replaceAll(token, ''))
    expect(answer.status).toBe(410)
  }
  expect(new Set(pages).size).toBe(1)
})

test('the right password of a closed account is as wrong as any', async () => {
  const wrong = seen(
    await new Client(address).post('/sign-in', { username: 'finns.inte', password: PASSWORD }),
    'finns.inte',
  )
  for (const username of ['johan.ek', 'mira.dahl']) {
    expect(seen(await new Client(address).post('/sign-in', { username, password: PASSWORD }), username)).toBe(wrong)
  }
})
