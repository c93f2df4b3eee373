import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { vi } from 'vitest'
import { root } from '../../src/config.ts'
import { answers } from '../../src/scan/clamd.ts'
import { afterFile } from './cleanup.ts'
import { freePort } from './freePort.ts'
import { PATIENCE } from './patience.ts'

const folder = path.join(root, 'node_modules', '.cache', 'elanmalan', 'clamav')
const program = path.join(folder, 'usr', 'sbin', 'clamd')

/** Debian's clamd, as node bin/clamd.mjs fetches it. With CI=true a test without it fails instead of being skipped. */
export const hasClamd = existsSync(program) || process.env['CI'] === 'true'

/** What our one signature finds. No malware, not even EICAR, which scanners of the machine could take away. */
export const SIGNED = 'ELANMALAN-TEST-SIGNATURE'
export const SIGNATURE = 'Elanmalan.Test.UNOFFICIAL'
/** Larger than this the test's clamd takes none. */
export const MOST = 2_000_000

export interface Clamd {
  /** Its socket, and its port. */
  unix: string
  tcp: string
  start: () => Promise<void>
  stop: () => Promise<void>
}

/** A real clamd with one signature of our own; started, and gone with the test file. */
export async function aClamd(): Promise<Clamd> {
  if (!existsSync(program)) throw new Error('clamd is not there: node bin/clamd.mjs fetches it')
  const home = await mkdtemp(path.join(tmpdir(), 'clamd-'))
  const signatures = path.join(home, 'signatures')
  await mkdir(signatures)
  await writeFile(path.join(signatures, 'own.ndb'), `Elanmalan.Test:0:*:${Buffer.from(SIGNED).toString('hex')}\n`)
  const socket = path.join(home, 'clamd.sock')
  const port = await freePort()
  const config = [
    `DatabaseDirectory ${signatures}`,
    `TemporaryDirectory ${home}`,
    `LocalSocket ${socket}`,
    'TCPAddr 127.0.0.1',
    `TCPSocket ${port}`,
    `StreamMaxLength ${MOST}`,
    'Foreground yes',
  ]
  const file = path.join(home, 'clamd.conf')
  await writeFile(file, `${config.join('\n')}\n`)
  let running: ChildProcess | null = null
  const clamd: Clamd = {
    unix: `unix:${socket}`,
    tcp: `tcp://127.0.0.1:${port}`,
    async start() {
      const libraries = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((each) => path.join(folder, 'usr', 'lib', each))
      const env = { ...process.env, LD_LIBRARY_PATH: libraries.join(':') }
      running = spawn(program, ['-c', file], { env, stdio: 'ignore' })
      const begun = running
      const isReady = () => {
        if (begun.exitCode !== null) throw new Error(`clamd ended with ${begun.exitCode}`)
        return answers(clamd.unix)
      }
      await vi.waitUntil(isReady, { timeout: PATIENCE })
    },
    async stop() {
      const ended = running && once(running, 'exit')
      running?.kill()
      await ended
      running = null
    },
  }
  afterFile(async () => {
    await clamd.stop()
    await rm(home, { recursive: true, force: true })
  })
  await clamd.start()
  return clamd
}
