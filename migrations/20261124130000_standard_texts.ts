import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table configurations
      -- Words that handläggare reuse, with merge fields in braces: [{code, title, text, use}].
      add column standard_texts jsonb not null default '[]',
      -- How decisions are made at this network owner; absent keys mean the plain way.
      add column rules jsonb not null default '{}';
  `)
}
