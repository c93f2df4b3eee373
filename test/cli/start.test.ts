import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { runningAt } from '../../src/db/embedded.ts'
import { isAlive } from '../../src/db/embedded/lock.ts'
import { run } from '../support/servers.ts'

/** `npm start` without npm, in a folder of its own. */
class Start {
  readonly #child: ChildProcess
  said = ''
  readonly ended: Promise<number | null>

  constructor(dir: string, environment: NodeJS.ProcessEnv = {}, program = 'src/cli/start.ts') {
    const env = { ...process.env, DATA_DIR: dir, ...environment }
    this.#child = spawn(process.execPath, ['--import', 'tsx', program], { cwd: root, env })
    for (const stream of [this.#child.stdout!, this.#child.stderr!]) {
      stream.on('data', (data: Buffer) => (this.said += data.toString()))
    }
    this.ended = once(this.#child, 'close').then(([code]) => code as number | null)
  }
  async says(words: string): Promise<void> {
    const ended = this.ended.then(() => true)
    while (!this.said.includes(words)) {
      const heard = Promise.race([once(this.#child.stdout!, 'data'), once(this.#child.stderr!, 'data'), ended])
      if ((await heard) === true && !this.said.includes(words)) throw new Error(`It ended: ${this.said}`)
    }
  }
  kill(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal)
    return this.ended
  }
}

let dir: string
let starts: Start[] = []
const begin = (...given: ConstructorParameters<typeof Start> extends [string, ...infer Rest] ? Rest : never): Start => {
  const start = new Start(dir, ...given)
  starts.push(start)
  return start
}
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'elanmalan-start-'))
})
afterEach(async () => {
  for (const start of starts) await start.kill('SIGKILL')
  starts = []
  const left = postmaster()
  await expect.poll(() => isAlive(left)).toBe(false)
  await rm(dir, { recursive: true, force: true })
})

/** The number of the PostgreSQL that has this folder; 0: none has been started. */
function postmaster(): number {
  const note = path.join(dir, 'postgres', 'data', 'postmaster.pid')
  return existsSync(note) ? Number(readFileSync(note, 'utf8').split('\n')[0]) : 0
}

describe('a first start', () => {
  test('that is killed, or told to stop, has its database stopped, and the next one is whole', async () => {
    const killed = begin()
    await killed.says('Lägger in demovärlden')
    const url = runningAt(path.join(dir, 'postgres'))!
    await expect.poll(async () => (await run(url, 'select from cases')).length).toBeGreaterThan(2)
    const server = postmaster()
    await killed.kill('SIGKILL')
    await expect.poll(() => isAlive(server)).toBe(false)

    const stopped = begin()
    await stopped.says('Lägger in demovärlden')
    const another = postmaster()
    expect(await stopped.kill('SIGTERM')).toBe(0)
    expect(isAlive(another)).toBe(false)
    expect(stopped.said.trim()).toBe('Lägger in demovärlden …')

    const next = begin()
    await next.says('Elanmälan är igång')
    const now = runningAt(path.join(dir, 'postgres'))!
    // Begun anew, not added to: each order of the demo world is there once, and the last of its people.
    const [world] = await run(
      now,
      `select count(*) > 50 as many, count(*) = count(distinct reference) as once,
         (select count(*) from users where username = 'otto.drift') as last from cases where reference <> ''`,
    )
    expect(world).toEqual({ many: true, once: true, last: 1 })
    expect(await next.kill('SIGTERM')).toBe(0)
    expect(postmaster()).toBe(0)
  })

  test('sees a taken port before it writes anything', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const start = begin({ PORT: String(port) })
    expect(await start.ended).toBe(1)
    expect(start.said.trim()).toBe(
      `Port ${port} är upptagen. Välj en annan med PORT, eller utelämna PORT så tas nästa lediga.`,
    )
    expect(readdirSync(dir)).toEqual([])
    other.close()
  })
})

describe('what is wrong is told in a sentence, without a stack trace', () => {
  const gone = 'postgres://elanmalan:x@127.0.0.1:1/elanmalan'
  const secret = { PUBLIC_URL: 'https://e.example', SECRET_KEY: 'x'.repeat(32), NODE_ENV: 'production', PORT: '0' }
  test.each<[string, string, NodeJS.ProcessEnv, string]>([
    ['a setting', 'src/cli/start.ts', { PORT: 'tre tusen' }, 'The environment is wrong'],
    [
      'a database that is not there',
      'src/cli/start.ts',
      { DATABASE_URL: gone },
      'Databasen på 127.0.0.1:1 svarar inte.',
    ],
    ['the same, by name', 'src/cli/migrate.ts', { DATABASE_URL: 'postgres://a:b@localhost:1/c' }, 'svarar inte'],
    ['no database to migrate', 'src/cli/migrate.ts', { DATABASE_URL: '' }, 'Set DATABASE_URL'],
    ['the same, in production', 'src/server.ts', { ...secret, DATABASE_URL: gone }, 'svarar inte'],
    ['no one to add', 'src/cli/operator.ts', { DATABASE_URL: gone }, 'Say who'],
  ])('%s', async (_, program, environment, words) => {
    const start = begin({ ...environment, LOG_LEVEL: 'info' }, program)
    expect(await start.ended).toBe(1)
    expect(start.said).toContain(words)
    expect(start.said).not.toMatch(/^\s+at |"stack"/m)
  })

  test('a folder that cannot be written', async () => {
    const file = path.join(dir, 'a-file')
    await writeFile(file, '')
    const start = begin({ DATA_DIR: path.join(file, 'data') })
    expect(await start.ended).toBe(1)
    expect(start.said.trim()).toBe(`${path.join(file, 'data')} är ingen mapp.`)
  })
})
