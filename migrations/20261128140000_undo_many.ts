import type { Knex } from 'knex'

/** What was done to many cases at once can be taken back together, and for longer where no mail waits for it. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- The default is for the code before this one, which knows of a minute and nothing else.
    alter table case_undos
      add column until timestamptz not null default app.now() + interval '60 seconds',
      -- The deed it was a part of, as the page of what was done names it.
      add column batch text;
  `)
}
