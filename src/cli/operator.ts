import './environment.ts'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readConfig } from '../config.ts'
import { useDatabase } from '../db/actor.ts'
import { connect } from '../db/bare.ts'
import { webUrl } from '../db/roles.ts'
import { parseEmail } from '../domain/forms/identifiers/email.ts'
import { setMailOrigin } from '../mail/outbox.ts'
import { addOperator } from '../operator/addOperator.ts'
import { identifier } from '../web/forms.ts'
import { personName } from '../web/names.ts'
import { command } from './command.ts'

// Makes somebody who runs the platform: DATABASE_URL=… PUBLIC_URL=… npm run operator:add -- --name "Olle Palm" --email olle@…
await command(async () => {
  const { values } = parseArgs({ options: { name: { type: 'string' }, email: { type: 'string' } } })
  const Wanted = z.object({ name: personName('Ange namnet.'), email: identifier(parseEmail) })
  const wanted = Wanted.safeParse(values)
  const { DATABASE_URL, WEB_DATABASE_URL, PUBLIC_URL } = readConfig()
  if (!DATABASE_URL && !WEB_DATABASE_URL) throw new Error('Set DATABASE_URL to the migrated database.')
  if (!wanted.success) throw new Error('Say who: npm run operator:add -- --name "Olle Palm" --email olle@example.com')

  if (PUBLIC_URL) setMailOrigin(PUBLIC_URL)
  const db = connect(WEB_DATABASE_URL ?? (await webUrl(DATABASE_URL!)), { min: 0, max: 2 })
  useDatabase(db)
  try {
    const { username, link } = await addOperator(wanted.data)
    console.log(`User name: ${username}\nChoose a password within seven days: ${link}`)
  } finally {
    await db.destroy()
  }
})
