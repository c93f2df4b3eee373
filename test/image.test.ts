import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, mkdir, chmod, rm, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { beforeAll, describe, expect, test } from 'vitest'
import { replay, type Image } from '../bin/replay-image.mjs'
import { startEmbedded, type Embedded } from '../src/db/embedded.ts'
import { afterFile } from './support/cleanup.ts'
import { freePort } from './support/freePort.ts'

// Two npm ci and a Node to fetch. Elsewhere than in CI it says 'skipped'; CI=true npm test test/image.test.ts runs it.
const inCi = process.env['CI'] === 'true'

describe.runIf(inCi)('the image, its Dockerfile replayed', () => {
  let dir: string
  let image: Image
  let database: Embedded
  let tmp: string

  beforeAll(async () => {
    dir = await realpath(await mkdtemp(path.join(tmpdir(), 'elanmalan-image-')))
    await chmod(dir, 0o755)
    tmp = path.join(dir, 'tmp')
    await mkdir(tmp)
    await chmod(tmp, 0o777)
    image = replay(path.join(dir, 'image'))
    database = await startEmbedded({ dir: path.join(dir, 'postgres'), durable: false })
    afterFile(async () => {
      await database.stop()
      await rm(dir, { recursive: true, force: true })
    })
  })

  const settings = (more: NodeJS.ProcessEnv = {}) => ({
    TMPDIR: tmp,
    DATABASE_URL: database.url,
    PUBLIC_URL: 'https://elanmalan.example',
    SECRET_KEY: 'x'.repeat(40),
    LOG_LEVEL: 'error',
    ...more,
  })

  /** As `docker compose run --rm worker node dist/src/cli/…`. */
  async function cli(name: string, args: string[] = [], more: NodeJS.ProcessEnv = {}) {
    const child = spawn('node', [`dist/src/cli/${name}.js`, ...args], image.start(settings(more)))
    const [said, failed, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number]>,
    ])
    return { code, said, failed }
  }

  test('is on a Node that is supported, as a user who may write nothing in it', async () => {
    const probe = spawn('node', ['-p', 'process.version + " " + (process.getuid() > 0)'], image.start())
    expect(await text(probe.stdout)).toMatch(/^v24\.\d+\.\d+ true\n$/)
    const write = spawn('touch', ['package.json', 'views/x'], image.start())
    expect(await once(write, 'exit')).toEqual([1, null])
    expect(image.user).toBe('node')
    console.log(`/app is ${image.megabytes} MB, Node ${image.nodeMegabytes} MB.`)
    expect(image.megabytes).toBeLessThan(150)
  })

  test('migrates, makes an operator, describes, backs up and restores', async () => {
    expect(await cli('migrate')).toMatchObject({ code: 0, failed: '' })
    const operator = await cli('operator', ['--name', 'Olle Palm', '--email', 'olle@example.com'])
    expect(operator.said).toContain('https://elanmalan.example/')
    expect((await cli('describe')).said).toContain('mail_messages')
    const archive = path.join(tmp, 'all.zip')
    expect(await cli('backup', [archive])).toMatchObject({ code: 0, failed: '' })
    expect(await cli('restore', ['--check', archive])).toMatchObject({ code: 0, failed: '' })
    const empty = await startEmbedded({ dir: path.join(dir, 'empty'), durable: false })
    expect(await cli('restore', [archive], { DATABASE_URL: empty.url })).toMatchObject({ code: 0, failed: '' })
    await empty.stop()
  })

  test.each(['web', 'worker'])('starts as %s, says that it is healthy, and stops when it is told to', async (ROLE) => {
    const [PORT, STATUS_PORT] = [String(await freePort()), String(await freePort())]
    const [program, ...args] = image.command
    const child = spawn(program, args, image.start(settings({ ROLE, PORT, STATUS_PORT })))
    afterFile(() => child.kill('SIGKILL'))
    const [check, ...rest] = image.health
    const isHealthy = async (args: string[]) =>
      (await once(spawn(check, args, image.start(settings({ STATUS_PORT }))), 'exit'))[0] as number
    await expect.poll(() => isHealthy(rest)).toBe(0)
    await expect.poll(() => isHealthy([...rest.slice(0, -1), '/readyz'])).toBe(0)
    if (ROLE === 'web') {
      const page = await fetch(`http://127.0.0.1:${PORT}/sign-in`)
      expect(page.status).toBe(200)
      // Status is told on its own port alone.
      expect(await (await fetch(`http://127.0.0.1:${PORT}/metrics`)).text()).not.toContain('elanmalan_')
    }
    child.kill(image.signal)
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})
