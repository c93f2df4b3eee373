import { createHmac, randomBytes } from 'node:crypto'
import type { Database } from './bare.ts'
import { PAGE } from './timeouts.ts'

/**
 * The address requests sign in by: role app_web, which inherits nothing and owns nothing. Its password is derived from
 * that of DATABASE_URL, so that every process of an installation finds the same one without a further setting.
 */
export function webUrl(ownerUrl: string): string {
  const url = new URL(ownerUrl)
  url.password = webPassword(url)
  url.username = 'app_web'
  return url.href
}

function webPassword(ownerUrl: URL): string {
  const secret = ownerUrl.password || randomBytes(16).toString('hex')
  return createHmac('sha256', secret).update('app_web').digest('base64url')
}

/** Lets app_web sign in with the derived password; called after migrating, as the owner of the tables. */
export async function allowWebLogin(db: Database, ownerUrl: string): Promise<void> {
  // A role's password cannot be a bound parameter; base64url holds nothing that could end the literal.
  await db.raw(`alter role app_web with login noinherit password '${new URL(webUrl(ownerUrl)).password}'`)
}

/** Called after migrating, as the owner of the tables. */
export async function limitWebRole(db: Database): Promise<void> {
  await db.raw(`alter role app_web set statement_timeout = ${PAGE.statement}`)
  await db.raw(`alter role app_web set lock_timeout = ${PAGE.lock}`)
  await db.raw(`alter role app_web set idle_in_transaction_session_timeout = ${PAGE.idleInTransaction}`)
}
