import './environment.ts'
import { readConfig } from '../config.ts'
import { migrate } from '../db/migrate.ts'
import { command } from './command.ts'

// npm run db:migrate: brings the database of DATABASE_URL to this version, its functions and policies too.
await command(async () => {
  const { DATABASE_URL, WEB_DATABASE_URL } = readConfig()
  if (!DATABASE_URL) throw new Error('Set DATABASE_URL to the database to migrate.')
  const newer = await migrate(DATABASE_URL, { web: WEB_DATABASE_URL, takeBack: true })
  console.log(newer ? 'The database is of a newer version; nothing was changed.' : 'The database is up to date.')
})
