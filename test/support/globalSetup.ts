import { hash } from '@node-rs/argon2'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { seedWorld, type World } from '../../seeds/world.ts'
import { connect } from '../../src/db/bare.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { CHEAP } from './passwords.ts'

declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string
    world: World
  }
}

export const PASSWORD = 'nordanvind över fjället 7'
/** Migrated and seeded once a run; every test file clones it. */
export const TEMPLATE = 'elanmalan_template'

interface Shared {
  serverUrl: string
  world: World
  stop: () => Promise<void>
}

/** The projects http and story each call this, from module graphs of their own: what they share hangs on the process. */
const run = globalThis as { elanmalanTests?: { users: number; started: Promise<Shared> } }

/** One PostgreSQL for the run, on a free port, and one database to clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (run.elanmalanTests ??= { users: 0, started: start() })
  shared.users += 1
  const { serverUrl, world, stop } = await shared.started
  project.provide('serverUrl', serverUrl)
  project.provide('world', world)
  return async () => {
    shared.users -= 1
    if (shared.users === 0) await stop()
  }
}

async function start(): Promise<Shared> {
  const given = process.env['TEST_DATABASE_URL']
  const dir = await mkdtemp(path.join(tmpdir(), 'elanmalan-test-'))
  const embedded = given ? null : await startEmbedded({ dir: path.join(dir, 'postgres'), durable: false })
  const serverUrl = given ?? embedded!.url

  const admin = connect(serverUrl)
  await admin.raw(`drop database if exists ${TEMPLATE}`)
  await admin.raw(`create database ${TEMPLATE}`)
  await admin.destroy()
  await migrate(at(serverUrl, TEMPLATE))
  const template = connect(at(serverUrl, TEMPLATE))
  const world = await seedWorld(template, await hash(PASSWORD, CHEAP))
  // Clones share its statistics.
  await template.raw('analyze')
  await template.destroy()

  const stop = async () => {
    await embedded?.stop()
    await rm(dir, { recursive: true, force: true })
  }
  return { serverUrl, world, stop }
}

/** The same server, another database. */
export function at(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}
