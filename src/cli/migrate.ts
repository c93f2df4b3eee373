import { readConfig } from '../config.ts'
import { migrate } from '../db/migrate.ts'

const { DATABASE_URL } = readConfig()
if (!DATABASE_URL) throw new Error('Set DATABASE_URL to the database to migrate.')
await migrate(DATABASE_URL)
console.log('The database is up to date.')
