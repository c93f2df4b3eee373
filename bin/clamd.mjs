import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { root } from './ensure-installed.mjs'

// node bin/clamd.mjs: Debian's clamd for test/scan, 33 MB, beside the system and not in it. Its signatures are the test's own.
const folder = path.join(root, 'node_modules', '.cache', 'elanmalan', 'clamav')
const clamd = path.join(folder, 'usr', 'sbin', 'clamd')
if (!existsSync(clamd) && !fetchPackages()) {
  console.error('clamd is NOT there: it takes apt-get, and packages of Debian or Ubuntu (run apt-get update first).')
  rmSync(folder, { recursive: true, force: true })
  process.exitCode = 1
}

/** clamd and the libraries it needs that the system lacks, theirs too. */
function fetchPackages() {
  const fetched = path.join(folder, 'packages')
  mkdirSync(fetched, { recursive: true })
  const wanted = ['clamav-daemon']
  for (const name of wanted) {
    if (run('apt-get', ['download', name], fetched) === null) return false
    const needs = run('apt-cache', ['depends', '--important', name], fetched) ?? ''
    const libraries = [...needs.matchAll(/^ *Depends: (lib[a-z0-9.+-]+)$/gm)].map((match) => match[1])
    wanted.push(...libraries.filter((each) => !wanted.includes(each) && !isInstalled(each)))
  }
  return readdirSync(fetched).every((each) => run('dpkg', ['-x', each, folder], fetched) !== null) && existsSync(clamd)
}

function isInstalled(name) {
  return /^Status: .* installed$/m.test(run('dpkg', ['-s', name], folder, 'ignore') ?? '')
}

function run(command, args, cwd, stderr = 'inherit') {
  const { status, stdout } = spawnSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', stderr] })
  return status === 0 ? stdout : null
}
