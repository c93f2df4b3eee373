import { Worker } from 'node:worker_threads'

/** It took too long or too much memory, or the program it ran could not read what it was given. */
export class IsolatedFailed extends Error {}

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
