import { connect, type Socket } from 'node:net'

/** Nobody listens at CLAMD_URL: files wait, and are asked about again. */
export class ClamdAway extends Error {}

/** What clamd says of a file. 'unread': it could not scan this one, mostly because it is larger than it takes. */
export type Verdict = { state: 'clean' } | { state: 'infected' | 'unread'; said: string }

/** Longer than the two minutes after which clamd itself gives a file up (MaxScanTime). */
const IDLE = 180_000
const PING = 2_000

/**
 * Sends a file piece by piece with INSTREAM, so that clamd needs no file of ours (man clamd, "COMMANDS").
 * @throws ClamdAway where no connection is to be had; what fails afterwards is this file's, and the next is tried
 */
export async function scanStream(url: string, pieces: AsyncIterable<Buffer>): Promise<Verdict> {
  const { socket, answer } = await open(url, IDLE)
  try {
    await write(socket, Buffer.from('zINSTREAM\0'))
    for await (const piece of pieces) {
      // Has it answered before the end? Then with why it takes no more.
      if (!socket.writable || answer.isThere) break
      await write(socket, lengthOf(piece))
      await write(socket, piece)
    }
    await write(socket, lengthOf(Buffer.alloc(0)))
    return verdictOf(await answer.text)
  } finally {
    socket.destroy()
  }
}

/** Does clamd answer? In two seconds, for the operator's page waits for it. */
export async function answers(url: string): Promise<boolean> {
  try {
    const { socket, answer } = await open(url, PING)
    await write(socket, Buffer.from('zPING\0'))
    const text = await answer.text
    socket.destroy()
    return text === 'PONG'
  } catch {
    return false
  }
}

function verdictOf(answer: string): Verdict {
  if (answer === 'stream: OK') return { state: 'clean' }
  const found = /^stream: (.+) FOUND$/s.exec(answer)
  return found ? { state: 'infected', said: found[1]! } : { state: 'unread', said: answer || 'clamd hung up' }
}

interface Answer {
  isThere: boolean
  /** Without the NUL that ends it; empty when clamd hung up. */
  text: Promise<string>
}

async function open(url: string, patience: number): Promise<{ socket: Socket; answer: Answer }> {
  const { protocol, hostname, port, pathname } = new URL(url)
  // An IPv6 address stands in brackets in a URL, and in none for a socket.
  const host = hostname.replace(/^\[|\]$/g, '')
  const socket = protocol === 'unix:' ? connect(decodeURIComponent(pathname)) : connect(Number(port), host)
  socket.setTimeout(patience, () => socket.destroy(new Error('clamd is silent')))
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', (error) => reject(new ClamdAway(error.message)))
  })
  const answer: Answer = { isThere: false, text: Promise.resolve('') }
  answer.text = new Promise((resolve) => {
    let said = ''
    socket.on('data', (piece) => {
      said += piece.toString('utf8')
      answer.isThere = said.endsWith('\0')
      if (answer.isThere) resolve(said.slice(0, -1))
    })
    // Also after an error, which it has always been told of before.
    socket.once('close', () => resolve(said))
  })
  // A reset while we write: what it has said counts, and 'close' follows.
  socket.on('error', () => undefined)
  return { socket, answer }
}

/** Waits for what is written, so that no more than one piece is in memory; a line that is cut is seen at the answer. */
function write(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => socket.write(bytes, () => resolve()))
}

function lengthOf(piece: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(piece.length)
  return length
}
