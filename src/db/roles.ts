import { createHmac, randomBytes } from 'node:crypto'
import type { Database } from './bare.ts'

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
