import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { answers, ClamdAway, scanStream } from '../../src/scan/clamd.ts'
import { aClamd, hasClamd, MOST, SIGNATURE, type Clamd } from '../support/clamd.ts'
import { afterFile } from '../support/cleanup.ts'
import { freePort } from '../support/freePort.ts'
import { pdf } from '../support/files.ts'
import { infected } from './files.ts'

async function* pieces(...all: Buffer[]) {
  for (const piece of all) yield await Promise.resolve(piece)
}

describe.skipIf(!hasClamd)('the real clamd', () => {
  let clamd: Clamd
  beforeAll(async () => {
    clamd = await aClamd()
  })

  test('is asked by socket and by port, and finds what lies across two pieces', async () => {
    for (const url of [clamd.unix, clamd.tcp]) {
      expect(await scanStream(url, pieces(pdf))).toEqual({ state: 'clean' })
      const cut = infected.length - 10
      expect(await scanStream(url, pieces(infected.subarray(0, cut), infected.subarray(cut)))).toEqual({
        state: 'infected',
        said: SIGNATURE,
      })
      expect(await scanStream(url, pieces())).toEqual({ state: 'clean' })
    }
  })

  test('takes no more than StreamMaxLength: the file is unread, and the next one is scanned', async () => {
    const tooLarge = Array.from({ length: 12 }, () => randomBytes(MOST / 4))
    expect(await scanStream(clamd.unix, pieces(...tooLarge))).toMatchObject({ state: 'unread' })
    expect(await scanStream(clamd.unix, pieces(pdf))).toEqual({ state: 'clean' })
  })
})

test('nobody there is told apart from one who hangs up in the middle of a file', async () => {
  const port = await freePort()
  await expect(scanStream(`tcp://127.0.0.1:${port}`, pieces(pdf))).rejects.toThrow(ClamdAway)
  await expect(scanStream('unix:/nowhere/clamd.sock', pieces(pdf))).rejects.toThrow(ClamdAway)
  expect(await answers('unix:/nowhere/clamd.sock')).toBe(false)
  const rude = createServer((socket) => socket.once('data', () => socket.destroy())).listen(0, '127.0.0.1')
  await once(rude, 'listening')
  afterFile(() => rude.close())
  const url = `tcp://127.0.0.1:${(rude.address() as { port: number }).port}`
  expect(await scanStream(url, pieces(pdf, pdf))).toEqual({ state: 'unread', said: 'clamd hung up' })
})

test('CLAMD_URL is a socket or a port, and else refused by name', () => {
  for (const url of ['tcp://clamav:3310', 'tcp://[::1]:3310', 'unix:/run/clamav/clamd.ctl'])
    expect(readConfig({ CLAMD_URL: url }).CLAMD_URL).toBe(url)
  for (const url of ['clamav:3310', 'http://clamav:3310', 'tcp://clamav', 'unix:run/clamd', 'tcp://a:99999'])
    expect(() => readConfig({ CLAMD_URL: url }), url).toThrow('CLAMD_URL')
})
