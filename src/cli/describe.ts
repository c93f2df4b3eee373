import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readConfig, root } from '../config.ts'
import { connect, type Database } from '../db/bare.ts'
import { describe } from '../db/describe.ts'
import { startEmbedded } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { printRows } from '../db/printRows.ts'
import { migrationFiles } from '../db/sqlFiles.ts'
import { command } from './command.ts'

// npm run db:describe: migrates an empty database, writes its shape to migrations/schema.txt, its rows' types to
// src/db/rowTypes.ts, and the checksums of new migrations to migrations/checksums.txt. A line that is there stays: an applied migration is not edited.
// With DATABASE_URL it prints the shape of that database instead, to be compared with migrations/schema.txt.

await command(async () => {
  const { DATABASE_URL } = readConfig()
  if (DATABASE_URL) process.stdout.write(await within(DATABASE_URL, describe))
  else await writeFiles()
})

async function within<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = connect(url)
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}

async function writeFiles(): Promise<void> {
  const dir = await mkdtemp(path.join(tmpdir(), 'elanmalan-describe-'))
  const embedded = await startEmbedded({ dir: path.join(dir, 'postgres'), durable: false })
  try {
    await migrate(embedded.url)
    await writeFile(path.join(root, 'migrations', 'schema.txt'), await within(embedded.url, describe))
    await writeFile(path.join(root, 'src', 'db', 'rowTypes.ts'), await within(embedded.url, printRows))
  } finally {
    await embedded.stop()
    await rm(dir, { recursive: true, force: true })
  }

  const checksums = path.join(root, 'migrations', 'checksums.txt')
  const known = (await readFile(checksums, 'utf8')).split('\n').map((line) => line.split('  ')[1])
  for (const { file, checksum } of await migrationFiles()) {
    const name = path.basename(file)
    if (!known.includes(name)) await appendFile(checksums, `${checksum}  ${name}\n`)
  }
}
