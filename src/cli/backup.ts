import { existsSync } from 'node:fs'
import { open, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { readConfig, root } from '../config.ts'
import { writeArchive } from '../db/backup/backup.ts'
import { command } from './command.ts'

// npm run backup <file>: everything of the database in one archive (docs/operations.md). `-` writes to standard output.

await command(() => main(process.argv[2]))

async function main(file: string | undefined): Promise<void> {
  const { BACKUP_DATABASE_URL, DATABASE_URL } = readConfig()
  const url = BACKUP_DATABASE_URL ?? DATABASE_URL
  if (!url) throw new Error('Set DATABASE_URL to the database to back up.')
  if (!file) throw new Error('Say where to: npm run backup <file>, or - for standard output.')
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string }
  if (file === '-') {
    await writeArchive(url, process.stdout, version)
    return
  }
  if (existsSync(file)) throw new Error(`${file} finns redan, och skrivs inte över.`)
  // Under its own name only when it is whole and on the disk.
  const part = `${file}.part`
  const handle = await open(part, 'wx', 0o600).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new Error(`${part} finns: en annan säkerhetskopiering pågår, eller avbröts. Ta då bort den.`)
  })
  try {
    const { tables } = await writeArchive(url, handle.createWriteStream({ flush: true }), version)
    await rename(part, file)
    const rows = tables.reduce((sum, table) => sum + table.rows, 0)
    console.log(`${file}: ${tables.length} tables, ${rows} rows.`)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
