import { once } from 'node:events'
import { connect as dial, type Socket, type AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import express, { type Express } from 'express'
import { createServer } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { errorPage } from '../../src/web/errors.ts'
import { cleanBody } from '../../src/web/forms.ts'
import { locals } from '../../src/web/locals.ts'
import { log } from '../../src/log.ts'
import { newKey } from '../../src/web/once.ts'
import { requestLog } from '../../src/web/requestLog.ts'
import { sendStream } from '../../src/web/streams.ts'
import { receiveFiles } from '../../src/web/uploads.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { PATIENCE } from '../support/patience.ts'

let db: TestDatabase, address: string, amir: Client, kase: CaseRow
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  kase = await aCase(actorsOf(db.world).amir, 'NY01')
  amir = await new Client(address).signIn('amir.haddad')
})
afterEach(() => vi.restoreAllMocks())

const silenced = () => ({
  error: vi.spyOn(log, 'error').mockImplementation(() => undefined),
  warn: vi.spyOn(log, 'warn').mockImplementation(() => undefined),
})

describe('a fault of the program after a body has been read', () => {
  test.each([
    ['urlencoded', 'notes'],
    ['multipart', 'attachment_chunks'],
  ])('is logged with the number on the page: %s', async (kind, table) => {
    const { error } = silenced()
    // The table is away, as after a failed migration: no fault that the program knows.
    await db.owner.raw(`alter table ${table} rename to gone`)
    try {
      const path = kind === 'multipart' ? `/cases/${kase.ref}/attachments` : `/cases/${kase.ref}/notes`
      const fields = { _key: newKey(), subject: 'Övrigt', body: 'Tolvans hemlighet', audience: 'shared', kind: 'OVR' }
      const file = { file: new File(['%PDF-1.4\n%%EOF\n'], 'plan.pdf') }
      const answer = await amir.post(path, { ...fields, ...(kind === 'multipart' && file) })
      expect(answer.status).toBe(500)
      const id = answer.headers.get('x-request-id')!
      expect(answer.body).toContain(id)
      expect(error).toHaveBeenCalledTimes(1)
      expect(error.mock.calls[0]![0]).toMatchObject({
        id,
        method: 'POST',
        path: path.replace(kase.ref, ':ref'),
        ref: kase.ref,
      })
      expect(JSON.stringify(error.mock.calls)).not.toContain('Tolvan')
    } finally {
      await db.owner.raw(`alter table gone rename to ${table}`)
    }
  })

  test('a file that breaks off half way is logged, and the answer is cut', async () => {
    const { error } = silenced()
    const draft = await amir.post(`/cases/${kase.ref}/attachments`, {
      _key: newKey(),
      kind: 'SIT',
      file: new File(['%PDF-1.4\n%%EOF\n'], 'plan.pdf'),
    })
    expect(draft.status).toBe(303)
    const { id } = (await db.owner('attachments').first('id')) as { id: number }
    await db.owner.raw('alter table attachment_chunks rename to attachment_chunks_gone')
    try {
      for (const path of [`${id}`, 'all.zip']) {
        const before = error.mock.calls.length
        await amir.get(`/cases/${kase.ref}/attachments/${path}`).catch(() => null)
        await vi.waitFor(() => expect(error.mock.calls.length, path).toBe(before + 1), { timeout: PATIENCE })
      }
    } finally {
      await db.owner.raw('alter table attachment_chunks_gone rename to attachment_chunks')
    }
    // The process is still there.
    expect((await amir.get(`/cases/${kase.ref}/attachments/${id}`)).status).toBe(200)
  })
})

describe('who hangs up', () => {
  /** A program that answers when it is told to, with the real reading of bodies and the real end of every road. */
  async function waiting() {
    const asked: { go: () => void }[] = []
    const done: unknown[] = []
    const app: Express = express()
    app.use(
      requestLog({ production: false, TRUST_PROXY: 0 }),
      locals({ demo: false, helpAt: () => '/help', suggestions: { municipality: [] } }),
      cleanBody,
    )
    app.post('/', ...receiveFiles({ maxFiles: 1, maxSize: 1000 }), async (_req, res) => {
      await new Promise<void>((go) => {
        asked.push({ go })
      })
      done.push(res.destroyed)
      throw new Error('a fault')
    })
    app.get('/', async (_req, res) => {
      asked.push({ go: () => undefined })
      await sendStream(res, Readable.from(endless()))
      done.push(res.destroyed)
    })
    app.use(errorPage)
    const server = createServer(app).listen(0, '127.0.0.1')
    await once(server, 'listening')
    afterAll(() => server.close())
    const socket = dial((server.address() as AddressInfo).port, '127.0.0.1')
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    return { asked, done, socket }
  }

  async function* endless() {
    for (;;) {
      yield 'x'.repeat(1000)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  const post = (socket: Socket, type: string, body: string) =>
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )

  test.each([
    ['urlencoded', 'application/x-www-form-urlencoded', 'a=1'],
    [
      'multipart',
      'multipart/form-data; boundary=q',
      '--q\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--q--\r\n',
    ],
  ])('while a form is worked on is no error in the log: %s', async (_kind, type, body) => {
    const { error, warn } = silenced()
    const { asked, done, socket } = await waiting()
    post(socket, type, body)
    await vi.waitFor(() => expect(asked).toHaveLength(1), { timeout: PATIENCE })
    socket.destroy()
    await vi.waitFor(
      async () => {
        // What the program does meanwhile goes wrong after the line is gone.
        await new Promise((resolve) => setTimeout(resolve, 100))
        asked[0]!.go()
        expect(done).toEqual([true])
      },
      { timeout: PATIENCE, interval: 200 },
    )
    await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(1), { timeout: PATIENCE })
    expect(error).not.toHaveBeenCalled()
  })

  test('in the middle of a file is none either', async () => {
    const { error, warn } = silenced()
    const { asked, done, socket } = await waiting()
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await vi.waitFor(() => expect(asked).toHaveLength(1), { timeout: PATIENCE })
    await once(socket, 'data')
    socket.destroy()
    await vi.waitFor(() => expect(done).toEqual([true]), { timeout: PATIENCE })
    expect([error.mock.calls, warn.mock.calls]).toEqual([[], []])
  })

  test('half way through sending a form is none', async () => {
    const { error } = silenced()
    const { asked, socket } = await waiting()
    socket.write(
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\na=',
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    socket.destroy()
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(asked).toEqual([])
    expect(error).not.toHaveBeenCalled()
  })
})
