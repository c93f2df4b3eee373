import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { Archive } from '../db/backup/archive.ts'
import { restoreArchive } from '../db/backup/restore.ts'
import { command } from './command.ts'

// npm run restore <file>: into the empty database of DATABASE_URL. With --check the archive is only verified.

await command(main)

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { check: { type: 'boolean' } }, allowPositionals: true })
  const [file] = positionals
  if (!file) throw new Error('Say from where: npm run restore <file>.')
  if (values.check) {
    const archive = await Archive.open(file)
    await archive.verify()
    archive.close()
    console.log(`${file} is whole: made ${archive.manifest.made} by version ${archive.manifest.version}.`)
    return
  }
  const { DATABASE_URL } = readConfig()
  if (!DATABASE_URL) throw new Error('Set DATABASE_URL to an empty database.')
  const { manifest, otherRoles } = await restoreArchive(DATABASE_URL, file)
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  console.log(
    `Restored as of ${manifest.made}: ${manifest.tables.length} tables, ${rows} rows, read back and compared.`,
  )
  for (const role of otherRoles) console.log(`Not restored, a role that is not the program's or was changed: ${role}`)
}
