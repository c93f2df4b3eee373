import type { Database } from '../src/db/bare.ts'

/** Somebody who runs the platform, with a failed mail to look into. Signing in asks for a second step, as it must. */
export async function seedDemoOperator(db: Database, passwordHash: string): Promise<void> {
  await db('users').insert({
    username: 'otto.drift',
    name: 'Otto Drift',
    kind: 'operator',
    email: 'otto.drift@elanmalan.example',
    password_hash: passwordHash,
    password_changed_at: new Date(),
  })
}
