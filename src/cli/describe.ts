import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { readConfig, root } from '../config.ts'
import { connect } from '../db/bare.ts'
import { describe } from '../db/describe.ts'

// Writes migrations/schema.txt from a migrated database: DATABASE_URL=… npm run db:describe
const { DATABASE_URL } = readConfig()
if (!DATABASE_URL) throw new Error('Set DATABASE_URL to a migrated database.')
const db = connect(DATABASE_URL)
await writeFile(path.join(root, 'migrations', 'schema.txt'), await describe(db))
await db.destroy()
