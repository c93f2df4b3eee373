import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import { afterEach, describe, expect, test } from 'vitest'
import type { HttpError } from '../../src/web/errors.ts'
import { cleanBody } from '../../src/web/forms.ts'
import { httpServer, SOCKETS } from '../../src/web/httpServer.ts'
import { inTime } from '../../src/web/inTime.ts'
import { receiveFiles, openUploads } from '../../src/web/uploads.ts'

const QUICK = { ...SOCKETS, headers: 300, request: 600, silence: 60_000, idle: 300, check: 20 }
const app = express()
app.use((_req, res, next) => {
  res.locals['t'] = (sentence: string) => sentence
  next()
})
app.get('/', (_req, res) => void res.send('here'))
app.get('/endless', (_req, res) => {
  const fill = (): void => {
    if (res.write('x'.repeat(100_000))) setImmediate(fill)
    else res.once('drain', fill)
  }
  fill()
})
app.post('/known', (req, res) => void req.resume().once('end', () => res.send('read')))
const read: RequestHandler = (_req, res) => void res.send('read')
app.post('/text', inTime(300), ...cleanBody, read)

const opened: Server[] = []
afterEach(() => {
  for (const server of opened.splice(0)) server.close().closeAllConnections()
})

async function serve(limits: typeof SOCKETS, proxies = 0): Promise<number> {
  const server = httpServer(app, { TRUST_PROXY: proxies }, limits)
  server.listen(0, '127.0.0.1')
  opened.push(server)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

interface Line {
  socket: Socket
  /** All that was answered, when the server has closed the line. */
  closed: Promise<string>
}

function line(port: number): Line {
  const socket = connect(port, '127.0.0.1')
  let said = ''
  socket.on('data', (part) => (said += String(part)))
  socket.on('error', () => undefined)
  return { socket, closed: new Promise((resolve) => socket.once('close', () => resolve(said))) }
}

/** A few bytes now and then, for as long as anybody listens. */
function drip({ socket, closed }: Line, beginning: string, drop: string): void {
  socket.write(beginning)
  const timer = setInterval(() => socket.write(drop), 20)
  void closed.then(() => clearInterval(timer))
}

const ask = async (port: number) => (await fetch(`http://127.0.0.1:${port}/`)).text()

test('the server that people come to has a limit for everything that a socket can cost', () => {
  const server = httpServer(app, { TRUST_PROXY: 0 })
  expect(server).toMatchObject({
    headersTimeout: 10_000,
    requestTimeout: 600_000,
    keepAliveTimeout: 10_000,
    timeout: 180_000,
    maxConnections: 2_000,
    maxRequestsPerSocket: 10_000,
  })
  // A proxy that keeps its lines for a minute must not choose one that we are just closing.
  expect(httpServer(app, { TRUST_PROXY: 1 }).keepAliveTimeout).toBe(65_000)
})

describe('whoever drips is cut off, and the others are answered meanwhile', () => {
  test('in the headers (slow loris)', async () => {
    const port = await serve(QUICK)
    const lines = Array.from({ length: 60 }, () => line(port))
    for (const each of lines) drip(each, 'GET / HTTP/1.1\r\nHost: here\r\n', 'X-More: x\r\n')
    expect(await ask(port)).toBe('here')
    for (const { closed } of lines) expect(await closed).toContain('408 Request Timeout')
    expect(await ask(port)).toBe('here')
  })

  test('in the body, though somebody knows them', async () => {
    const port = await serve(QUICK)
    const lines = Array.from({ length: 20 }, () => line(port))
    for (const each of lines) drip(each, 'POST /known HTTP/1.1\r\nHost: here\r\nContent-Length: 100000\r\n\r\n', 'x')
    expect(await ask(port)).toBe('here')
    for (const { closed } of lines) expect(await closed).toContain('408 Request Timeout')
  })

  test('in the body, sooner when nobody knows them, in words', async () => {
    const port = await serve(SOCKETS)
    const each = line(port)
    const type = 'Content-Type: application/x-www-form-urlencoded'
    drip(each, `POST /text HTTP/1.1\r\nHost: here\r\n${type}\r\nContent-Length: 90000\r\n\r\n`, 'x')
    const said = await each.closed
    expect(said).toContain('408 Request Timeout')
    expect(said).toContain('Det tog för lång tid att skicka.')
  })

  test('when it does not read what it asked for', async () => {
    const port = await serve({ ...QUICK, silence: 300 })
    const { socket, closed } = line(port)
    socket.pause()
    socket.write('GET /endless HTTP/1.1\r\nHost: here\r\n\r\n')
    expect(await ask(port)).toBe('here')
    const [server] = opened
    const left = () => new Promise((resolve) => server!.getConnections((_error, count) => resolve(count)))
    await expect.poll(left, { timeout: 20_000 }).toBe(0)
    socket.resume()
    await closed
  })

  test('when it asks nothing more', async () => {
    const port = await serve(QUICK)
    const { socket, closed } = line(port)
    socket.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n')
    expect(await closed).toContain('here')
  })
})

test('one network has its share of the sockets, and a new one when it lets go of one', async () => {
  const port = await serve({ ...SOCKETS, perNetwork: 5 })
  const lines = Array.from({ length: 5 }, () => line(port))
  for (const { socket } of lines) await once(socket, 'connect')
  expect(await line(port).closed).toBe('')
  lines[0]!.socket.destroy()
  await expect.poll(() => ask(port).catch(() => 'refused'), { timeout: 20_000 }).toBe('here')
  for (const { socket } of lines) socket.destroy()
})

test('behind a proxy, which is one address for everybody, only the sum counts', async () => {
  const port = await serve({ ...SOCKETS, perNetwork: 5, connections: 12 }, 1)
  const lines = Array.from({ length: 12 }, () => line(port))
  for (const { socket } of lines) await once(socket, 'connect')
  expect(await line(port).closed).toBe('')
  for (const { socket } of lines) socket.destroy()
})

test('a form that says it is longer than its files may be is refused before it is read', async () => {
  openUploads()
  const forms = express()
  forms.post('/', ...receiveFiles({ maxFiles: 1, maxSize: 1_000_000 }), read)
  const say: ErrorRequestHandler = ({ status, message }: HttpError, _req, res, next) => {
    if (res.headersSent) next()
    else res.status(status).set('Connection', 'close').send(message)
  }
  forms.use(say)
  const server = httpServer(forms, { TRUST_PROXY: 0 })
  opened.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { socket, closed } = line((server.address() as AddressInfo).port)
  socket.write(
    'POST / HTTP/1.1\r\nHost: here\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000000\r\n\r\n',
  )
  const said = await closed
  expect(said).toContain('413')
  expect(said).toContain('Filen är för stor.')
})
