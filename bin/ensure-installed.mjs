import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/**
 * Installs what package-lock.json names, unless it is there. Runs before node_modules exists, so it leans on nothing.
 * `dev: false` is content without what only tests need, but never takes that away.
 */
export function ensureInstalled({ dev }) {
  checkNode()
  if (missing(dev).length === 0) return
  alone(() => {
    const gone = missing(dev)
    if (gone.length > 0) install(dev || hasDev(), gone)
  })
}

function install(dev, gone) {
  console.log(`  Installerar det som saknas (npm, ${gone.length} paket) …`)
  // Adding spares what is there, which a running Elanmälan may be using; npm ci begins by removing everything.
  const adds = gone.every(({ there }) => there === undefined) && Object.keys(packagesIn(INSTALLED)).length > 0
  const args = [
    ...(adds ? ['install', '--no-save'] : ['ci']),
    // All native parts lie ready-built in the packages.
    '--ignore-scripts',
    // Said outright: NODE_ENV=production or a setting of npm's would leave them out.
    ...(dev ? ['--include=dev'] : ['--omit=dev']),
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const done = spawnSync('npm', args, { cwd: root, stdio: 'inherit' })
  if (done.status === 0) return
  console.error(`\n  npm misslyckades${done.error ? ` (${done.error.message})` : ''}. Går npm-registret att nå?\n`)
  process.exit(done.status ?? 1)
}

const WANTED = 'package-lock.json'
// npm writes it when an installation is whole.
const INSTALLED = 'node_modules/.package-lock.json'

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages
  } catch {
    return {}
  }
}

/** What is not there in the version that is wanted. */
function missing(dev) {
  const installed = packagesIn(INSTALLED)
  return Object.entries(packagesIn(WANTED))
    .filter(([place, wanted]) => place !== '' && (dev || !(wanted.dev || wanted.devOptional)))
    .map(([place, wanted]) => ({ wanted, there: installed[place]?.version }))
    .filter(({ wanted, there }) => there !== wanted.version && (there !== undefined || fits(wanted)))
}

/** Parts for another kind of machine are rightly absent; of two kinds of libc npm knows which. */
function fits({ optional, os, cpu, libc }) {
  if (!optional) return true
  return os?.includes(process.platform) && cpu?.includes(process.arch) && libc === undefined
}

function hasDev() {
  return Object.values(packagesIn(INSTALLED)).some(({ dev }) => dev)
}

/** One npm at a time: `npm start` and `npm test` may begin side by side in a fresh clone. */
function alone(work) {
  const name = createHash('sha256').update(`${root} ${process.getuid?.()}`).digest('hex').slice(0, 16)
  const lock = path.join(tmpdir(), `elanmalan-npm-${name}`)
  for (let said = false; !take(lock);) {
    if (!said) console.log('  Väntar på att en annan start ska installera färdigt …')
    said = true
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
  }
  process.once('exit', () => rmSync(lock, { force: true }))
  work()
  rmSync(lock, { force: true })
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (isStale(lock)) rmSync(lock, { force: true })
    return false
  }
}

function isStale(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > 15 * 60_000) return true
    process.kill(Number(readFileSync(lock, 'utf8')), 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  console.error(`\n  Elanmälan behöver Node 20.19 eller nyare; det här är ${process.versions.node}.\n`)
  process.exit(1)
}
