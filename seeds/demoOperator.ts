import type { Database } from '../src/db/bare.ts'
import type { World } from './world.ts'

/**
 * Somebody who runs the platform, a mail that did not arrive, and support that was given yesterday. Signing in asks for a
 * second step, as it must. After the cases: those call all mail delivered.
 */
export async function seedDemoOperator(db: Database, world: World, passwordHash: string): Promise<void> {
  const [operator] = (await db('users')
    .insert({
      username: 'otto.drift',
      name: 'Otto Drift',
      kind: 'operator',
      email: 'otto.drift@elanmalan.example',
      password_hash: passwordHash,
      password_changed_at: new Date(),
    })
    .returning('id')) as { id: number }[]
  await db('mail_messages').insert({
    template: 'M14',
    audience: 'none',
    company_id: world.companies.Solklart,
    owner_id: world.owners.SJB,
    to_address: 'hej@solklarrt.example',
    subject: 'Ansökan godkänd',
    text: 'Sjöbygdens Energi Nät AB har godkänt er.',
    html: '',
    message_id: '<demo-failed@elanmalan.example>',
    status: 'failed',
    attempts: 1,
    last_error: '550 5.1.2',
  })
  const yesterday = Date.now() - 86_400_000
  const at = (minutes: number) => new Date(yesterday + minutes * 60_000)
  const nel = { owner_id: world.owners.NEL }
  const [access] = (await db('support_accesses')
    .insert({
      ...nel,
      operator_id: operator!.id,
      operator_name: 'Otto Drift',
      reason: 'Lena Frost ringde: ett företag syns inte i listan över ansökningar.',
      started_at: at(0),
      expires_at: at(60),
      ended_at: at(6),
      ended_by: 'Otto Drift',
    })
    .returning('id')) as { id: number }[]
  const pages = ['/inbox', '/owner/companies', '/cases']
  await db('support_views').insert(pages.map((path, i) => ({ ...nel, access_id: access!.id, at: at(1 + i), path })))
  await db('operator_events').insert({
    ...nel,
    at: at(0),
    user_id: operator!.id,
    actor_name: 'Otto Drift',
    event: 'support-begun',
    subject: 'Norrådalens Elnät AB',
    reason: 'Lena Frost ringde: ett företag syns inte i listan över ansökningar.',
  })
}
