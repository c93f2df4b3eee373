import { spawn } from 'node:child_process'
import { Worker } from 'node:worker_threads'

/** It took too long or too much memory, or the program it ran could not read what it was given. */
export class IsolatedFailed extends Error {
  /** The work itself said so: it would say it again. */
  isFinal = false
}

interface Limits {
  /** After so long it is ended. */
  ms: number
  /** So much memory of JavaScript it may use. */
  mb: number
}

let last: Promise<unknown> = Promise.resolve()

/**
 * Runs the work of a library on a stranger's file beside everything else: in a thread of its own with an end to its time and
 * memory, one file at a time. `code` is the body of an async function of `data` and `load`, which imports a library by its
 * address: a thread from text has no place to look from.
 * @throws IsolatedFailed
 */
export function isolated<T>(code: string, data: unknown, limits: Limits): Promise<T> {
  const turn = last.then(() => run<T>(code, data, limits))
  last = turn.catch(() => undefined)
  return turn
}

function run<T>(code: string, data: unknown, { ms, mb }: Limits): Promise<T> {
  const program = `const { parentPort, workerData } = require('node:worker_threads')
    const work = async (data, load) => { ${code} }
    work(workerData, (address) => import(address)).then((value) => parentPort.postMessage({ value }), (error) => parentPort.postMessage({ error: String(error) }))`
  return new Promise((resolve, reject) => {
    const resourceLimits = { maxOldGenerationSizeMb: mb, maxYoungGenerationSizeMb: 64 }
    // None of the flags of this process: tsx would be loaded for a program that has no TypeScript.
    const worker = new Worker(program, { eval: true, workerData: data, resourceLimits, execArgv: [], env: {} })
    const timer = setTimeout(() => end(new IsolatedFailed('too long')), ms)
    const end = (error: Error | null, value?: T) => {
      clearTimeout(timer)
      void worker.terminate()
      if (error) reject(error)
      else resolve(value as T)
    }
    worker.once('message', (said: { value?: T; error?: string }) =>
      end(said.error === undefined ? null : new IsolatedFailed(said.error), said.value),
    )
    worker.once('error', (error) => end(new IsolatedFailed(error.message)))
    worker.once('exit', () => end(new IsolatedFailed('ended')))
  })
}

let lastApart: Promise<unknown> = Promise.resolve()

/**
 * The same for a library with code of its own (C, C++): in a process, so that what ends it ends nothing else. The time ends
 * it however busy it is; the memory that is limited is JavaScript's, and the work limits what else it takes.
 * @throws IsolatedFailed
 */
export function apart<T>(code: string, data: unknown, limits: Limits): Promise<T> {
  const turn = lastApart.then(() => runApart<T>(code, data, limits))
  lastApart = turn.catch(() => undefined)
  return turn
}

/** More than any answer. */
const MOST_SAID = 100_000_000

function runApart<T>(code: string, data: unknown, { ms, mb }: Limits): Promise<T> {
  const program = `let text = ''
    for await (const piece of process.stdin) text += piece
    const work = async (data, load) => { ${code} }
    const said = await work(JSON.parse(text), (address) => import(address)).then((value) => ({ value }), (error) => ({ error: String(error) }))
    process.stdout.write('\\0' + JSON.stringify(said))`
  return new Promise((resolve, reject) => {
    const args = [`--max-old-space-size=${mb}`, '--input-type=module', '--eval', program]
    const child = spawn(process.execPath, args, { env: {}, stdio: ['pipe', 'pipe', 'ignore'] })
    const timer = setTimeout(() => end('too long'), ms)
    const end = (problem: string) => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      reject(new IsolatedFailed(problem))
    }
    const pieces: Buffer[] = []
    let length = 0
    child.stdout.on('data', (piece: Buffer) => {
      length += piece.length
      if (length > MOST_SAID) end('too much')
      else pieces.push(piece)
    })
    child.once('error', (error) => end(error.message))
    child.once('close', (status, signal) => {
      if (status !== 0) return end(`ended with ${signal ?? String(status)}`)
      clearTimeout(timer)
      // Libraries write lines of their own; the answer is what follows the last NUL.
      const text = Buffer.concat(pieces).toString('utf8').split('\0').at(-1)!
      const said = (text.startsWith('{') ? JSON.parse(text) : { error: 'nothing said' }) as {
        value?: T
        error?: string
      }
      if (said.error === undefined) resolve(said.value as T)
      else reject(Object.assign(new IsolatedFailed(said.error), { isFinal: true }))
    })
    // It may be gone before it has read: 'close' says so.
    child.stdin.on('error', () => undefined)
    child.stdin.end(JSON.stringify(data))
  })
}
