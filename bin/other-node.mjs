import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './ensure-installed.mjs'

/** The folder of another major version's `node`, from the registry's package for this kind of machine. */
export function otherNode(folder, major) {
  const prefix = path.join(folder, `node${major}`)
  const name = `node-${process.platform}-${process.arch}`
  const bin = path.join(prefix, 'node_modules', name, 'bin')
  if (existsSync(bin)) return bin
  mkdirSync(prefix, { recursive: true })
  execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', prefix, `${name}@${major}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return bin
}

// PATH="$(node bin/other-node.mjs 24):$PATH" npm test unit
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(otherNode(path.join(root, 'node_modules', '.cache', 'elanmalan'), process.argv[2]))
}
