import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import path from 'node:path'
import { root } from '../src/config.ts'
import type { Database } from '../src/db/bare.ts'
import type { Usage } from './usage.ts'

const agent = new Agent({ keepAlive: true, maxSockets: 16 })

/** A server under measurement: its process, and what it spends with the backends that work for it. */
export class Measured {
  readonly #child: ChildProcess
  readonly #db: Database
  readonly #application: string
  #port = 0

  constructor(file: string, url: string, db: Database, application: string) {
    const options = { execArgv: ['--import', 'tsx'], cwd: root }
    this.#child = fork(path.join(root, 'bench', file), [url], options)
    this.#db = db
    this.#application = application
  }

  async started(): Promise<this> {
    this.#port = ((await once(this.#child, 'message')) as [Usage])[0].port
    return this
  }

  /** Processor time so far, in ms: of the server, and of its backends (Linux). */
  async spent(): Promise<Usage & { backends: number }> {
    const answered = once(this.#child, 'message') as Promise<[Usage]>
    this.#child.send('usage')
    const [usage] = await answered
    const { rows } = await this.#db.raw<{ rows: { pid: number }[] }>(
      // Our own connections are called as the product's are, but sign in as the owner of the tables.
      `select pid from pg_stat_activity where datname = current_database() and application_name = ?
       and (usename <> current_user or application_name = 'bare')`,
      [this.#application],
    )
    const pids = rows.map(({ pid }) => pid)
    return { ...usage, backends: pids.map(spentBy).reduce((sum, each) => sum + each, 0) }
  }

  ask(address: string, cookie: string): Promise<{ status: number; bytes: number; took: number }> {
    const began = performance.now()
    return new Promise((resolve, reject) => {
      // As it is: what compressing costs is zlib's, and the same for both.
      const headers = { cookie, 'accept-encoding': 'identity' }
      const asked = request({ port: this.#port, path: address, agent, headers }, (answer) => {
        let bytes = 0
        answer.on('data', (part: Buffer) => (bytes += part.length))
        answer.on('end', () => resolve({ status: answer.statusCode!, bytes, took: performance.now() - began }))
      })
      asked.on('error', reject).end()
    })
  }

  stop(): void {
    this.#child.disconnect()
  }
}

function spentBy(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  } catch {
    return 0
  }
}
