import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/**
 * Installs what package-lock.json names, unless it is there. Runs before node_modules exists, so it leans on nothing.
 * `dev: false` leaves out what only tests need; a tree that has everything is never made smaller.
 */
export function ensureInstalled({ dev }) {
  checkNode()
  const lock = path.join(root, 'package-lock.json')
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex')
  const stamp = path.join(root, 'node_modules', '.elanmalan-installed')
  const [there, extent] = existsSync(stamp) ? readFileSync(stamp, 'utf8').split(' ') : []
  if (there === wanted && (extent === 'all' || !dev)) return

  console.log('  Installerar det som saknas (npm ci) …')
  // No install script is needed: all native parts lie ready-built in the packages.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...(dev ? [] : ['--omit=dev'])]
  const done = spawnSync('npm', args, { cwd: root, stdio: 'inherit' })
  if (done.status !== 0) {
    console.error('\n  npm ci misslyckades. Är npm-registret nåbart?\n')
    process.exit(done.status ?? 1)
  }
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, `${wanted} ${dev ? 'all' : 'run'}`)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  console.error(`\n  Elanmälan behöver Node 20.19 eller nyare; det här är ${process.versions.node}.\n`)
  process.exit(1)
}
