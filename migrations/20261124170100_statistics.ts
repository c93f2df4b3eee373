import type { Knex } from 'knex'

/** What the statistics of a network owner ask for, by time: the moves of its cases, and when each was first sent. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create index case_events_moves on case_events (owner_id, at)
      where from_status is distinct from to_status or action = 'hold';
    create index cases_owner_submitted on cases (owner_id, submitted_at) where submitted_at is not null;
  `)
}
