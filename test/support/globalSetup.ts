import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { connect } from '../../src/db/bare.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string
  }
}

/** One PostgreSQL for the run, on a free port, and one migrated database that every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL']
  const dir = await mkdtemp(path.join(tmpdir(), 'elanmalan-test-'))
  const embedded = given ? null : await startEmbedded({ dir: path.join(dir, 'postgres'), durable: false })
  const serverUrl = given ?? embedded!.url

  const admin = connect(serverUrl)
  await admin.raw('drop database if exists elanmalan_template')
  await admin.raw('create database elanmalan_template')
  await admin.destroy()
  await migrate(at(serverUrl, 'elanmalan_template'))
  project.provide('serverUrl', serverUrl)

  return async () => {
    await embedded?.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

/** The same server, another database. */
export function at(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}
