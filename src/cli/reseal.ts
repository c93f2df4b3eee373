import { readConfig } from '../config.ts'
import { asOwnersRule, asSystem, useDatabase, type Tx } from '../db/actor.ts'
import { connect } from '../db/bare.ts'
import { webUrl } from '../db/roles.ts'
import { reseal, unseal } from '../sign-in/accounts/encryption.ts'
import { command } from './command.ts'

// Key rotation (docs/operations.md): seals with SECRET_KEY what is still sealed with one of SECRET_KEYS_BEFORE.
// SECRET_KEY=new SECRET_KEYS_BEFORE=old DATABASE_URL=… npm run keys:reseal
const SEALED = [
  { table: 'totp_secrets', id: 'user_id', column: 'secret' },
  { table: 'owner_oidc', id: 'owner_id', column: 'client_secret' },
  { table: 'provider_proposals', id: 'owner_id', column: 'client_secret' },
  { table: 'facility_services', id: 'owner_id', column: 'secret' },
]
type Sealed = (typeof SEALED)[number]

await command(async () => {
  const { DATABASE_URL, WEB_DATABASE_URL } = readConfig()
  if (!DATABASE_URL && !WEB_DATABASE_URL) throw new Error('Set DATABASE_URL to the migrated database.')
  const db = connect(WEB_DATABASE_URL ?? (await webUrl(DATABASE_URL!)), { min: 0, max: 2 })
  useDatabase(db)
  try {
    let lost = 0
    for (const sealed of SEALED) {
      const [renewed, unreadable] = await renew(sealed)
      console.log(`${sealed.table}: ${renewed} sealed anew, ${unreadable} that no key opens`)
      lost += unreadable
    }
    process.exitCode = lost > 0 ? 1 : 0
  } finally {
    await db.destroy()
  }
})

async function renew(sealed: Sealed): Promise<[renewed: number, unreadable: number]> {
  if (sealed.table !== 'facility_services') return asSystem('auth', (tx) => renewRows(tx, sealed))
  // An owner's own: no role of ours reads it across tenants.
  const owners = await asSystem('auth', (tx) => tx('owners').orderBy('id').pluck('id') as Promise<number[]>)
  const counts: [number, number][] = []
  for (const owner of owners) counts.push(await asOwnersRule(owner, (tx) => renewRows(tx, sealed)))
  return counts.reduce(([a, b], [renewed, unreadable]) => [a + renewed, b + unreadable], [0, 0])
}

async function renewRows(tx: Tx, { table, id, column }: Sealed): Promise<[number, number]> {
  const rows = (await tx(table).whereNotNull(column).select({ id, secret: column })) as { id: number; secret: Buffer }[]
  let [renewed, unreadable] = [0, 0]
  for (const row of rows) {
    const again = reseal(row.secret)
    // Where it was changed meanwhile it was sealed with the new key.
    if (again)
      renewed += await tx(table)
        .where({ [id]: row.id, [column]: row.secret })
        .update({ [column]: again })
    else if (unseal(row.secret) === null) unreadable += 1
  }
  return [renewed, unreadable]
}
