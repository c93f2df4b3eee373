import type { Knex } from 'knex'

// On a table of millions: built beside the writing.
export const config = { transaction: false }

export async function up(db: Knex): Promise<void> {
  await db.raw(`create index concurrently if not exists cases_to_erase on cases (owner_id, status_since)
    where status in ('closed', 'archived', 'cancelled') and submitted_at is not null and erased_at is null`)
  await db.raw(`create index concurrently if not exists cases_stale_drafts on cases (company_id, last_event_at)
    where submitted_at is null`)
}
