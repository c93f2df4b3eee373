import type { Knex } from 'knex'

const OWNER = 'owner_id = (select app.owner_id())'

/** A network owner's administrators change a draft; it is published as a whole and can be published anew. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- What was published as its administrators see it, hidden fields and all (Content of src/configuration/content.ts);
    -- job_types hold what came of it. Of the network owner alone: a version that was seeded has none.
    create table configuration_contents (
      configuration_id int primary key,
      owner_id int not null,
      content jsonb not null,
      -- Rules of it, for the worker, which asks every minute.
      rules jsonb not null,
      published_by_name text not null,
      note text not null default '',
      -- Rolled back: the version that was published anew.
      restored_version int,
      foreign key (configuration_id, owner_id) references configurations (id, owner_id)
    );
    create index configuration_contents_owner on configuration_contents (owner_id);

    -- At most one per owner. With a day it waits for it, and is not changed meanwhile.
    create table configuration_drafts (
      owner_id int primary key references owners,
      content jsonb not null,
      based_on int not null,
      publish_on date,
      publish_note text not null default '',
      publish_by_name text,
      started_at timestamptz not null default app.now(),
      started_by_name text not null,
      changed_at timestamptz not null default app.now(),
      changed_by_name text not null,
      foreign key (based_on, owner_id) references configurations (id, owner_id)
    );

    -- Who changed what, and what became of it; nobody edits it.
    create table configuration_changes (
      id bigint generated always as identity primary key,
      owner_id int not null references owners,
      at timestamptz not null default app.now(),
      actor_name text not null,
      action text not null check (action in ('change', 'publish', 'schedule', 'unschedule', 'discard', 'restore')),
      version int,
      -- [{place, what, from, to}]
      details jsonb not null default '[]'
    );
    create index configuration_changes_owner on configuration_changes (owner_id, id);

    grant insert on configurations, job_types to app_owner;
    grant select, insert on configuration_contents, configuration_changes to app_owner;
    grant select, insert, update, delete on configuration_drafts to app_owner;
    grant select (owner_id, publish_on) on configuration_drafts to app_worker;
    grant select (configuration_id, owner_id, rules) on configuration_contents to app_worker;
    grant select (id, owner_id, published_at) on configurations to app_worker;

    -- An area that is no longer the owner's: old cases still name it, new ones cannot.
    alter table areas add column ended_at timestamptz;
    grant insert, update (name, email, ended_at) on areas to app_owner;
    grant insert, delete on area_postcodes to app_owner;

    -- The sending that rules for approval by themselves have looked at.
    alter table cases add column ruled_revision int not null default 0;
    -- A company's record with an owner: what was decided on what it sent.
    create index case_events_decisions on case_events (owner_id, company_id, at)
      where action in ('approve', 'approveAndClose', 'autoApprove', 'reject');
  `)
  for (const table of ['configuration_contents', 'configuration_drafts', 'configuration_changes']) {
    await db.raw(`
      alter table ${table} enable row level security; alter table ${table} force row level security;
      create policy app_owner on ${table} to app_owner using (${OWNER}) with check (${OWNER})`)
  }
  for (const table of ['configuration_drafts', 'configuration_contents', 'configurations']) {
    await db.raw(`create policy app_worker on ${table} for select to app_worker using (true)`)
  }
}
