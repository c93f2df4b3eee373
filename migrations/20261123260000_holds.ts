import type { Knex } from 'knex'

/** Holds that end by themselves are looked for every hour, owner by owner. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`create index cases_held on cases (owner_id, hold_until) where hold_until is not null`)
}
