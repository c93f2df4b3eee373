import './environment.ts'
import path from 'node:path'
import repl from 'node:repl'
import { readConfig } from '../config.ts'
import { connect } from '../db/bare.ts'
import { runningAt } from '../db/embedded.ts'
import { inWords } from '../db/refusals.ts'
import { command } from './command.ts'

// npm run db:console: a console on the database of a running `npm start`, or of DATABASE_URL, as the owner of the tables.

await command(async () => {
  const { DATABASE_URL, DATA_DIR } = readConfig()
  const url = DATABASE_URL ?? runningAt(path.join(DATA_DIR, 'postgres'))
  if (url === null) throw new Error('No database is running here: start one with npm start, or set DATABASE_URL.')
  const db = connect(url, { max: 2 })
  await db.raw('select 1').catch((error: unknown) => {
    throw inWords(error, url)
  })

  async function sql(text: string, ...values: string[]): Promise<number> {
    const { rows } = await db.raw<{ rows: object[] }>(text, values)
    console.table(rows)
    return rows.length
  }

  console.log("await sql('select ref, status from cases limit ?', '5') · db is knex · .exit ends")
  const session = repl.start('elanmälan> ')
  Object.assign(session.context, { db, sql })
  session.on('exit', () => void db.destroy())
})
