import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { beforeAll, expect, test, vi } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { pooled } from '../../src/db/actor.ts'
import { startServer } from '../../src/server.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { Server } from 'node:http'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})

const settings = (more: NodeJS.ProcessEnv) =>
  readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', ROLE: 'web', DATABASE_URL: db.ownerUrl, ...more })

test('a port that someone else has is told of in a sentence; without one asked for, the next is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  await expect(startServer(settings({ PORT: String(port) }))).rejects.toThrow(`Port ${port} är upptagen`)
  await pooled().destroy()
  const [first, second] = [await startServer(settings({})), await startServer(settings({}))]
  expect(first.address).not.toBe(second.address)
  await first.stop()
  await second.stop()
  other.close()
})

test('stopping answers what was asked before, takes nothing new and lets the database go', async () => {
  const running = await startServer(settings({ PORT: '0' }))
  const pool = pooled()
  // A sign-in takes its time: the hash alone costs some milliseconds.
  const asked = fetch(`${running.address}/sign-in`, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ username: 'amir.haddad', password: 'fel' }),
  })
  const { pool: connections } = pool.client as { pool: { numUsed(): number } }
  await expect.poll(() => connections.numUsed(), { interval: 1 }).toBeGreaterThan(0)
  const cut = vi.spyOn(Server.prototype, 'closeAllConnections')
  const stopped = running.stop()
  expect((await asked).status).toBe(422)
  await stopped
  // Idle lines are let go of at once; none had to be cut when the time of grace was out.
  expect(cut).not.toHaveBeenCalled()
  await expect(fetch(`${running.address}/healthz`)).rejects.toThrow('fetch failed')
  await expect(pool.raw('select 1')).rejects.toThrow('Unable to acquire a connection')
})
