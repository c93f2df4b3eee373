import type { Knex } from 'knex'

// Letter for letter the conditions of src/lists/listKinds.ts: the planner must recognise them.
const OPEN = `status not in ('closed', 'archived', 'cancelled')`
const CLOSED = `status in ('closed', 'archived', 'cancelled')`
const SENT = `and submitted_at is not null`
const NEWEST = 'last_event_at desc, id desc'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create function app.today() returns date language sql stable parallel safe
      return (app.now() at time zone 'Europe/Stockholm')::date;

    -- Groups are counted, and their first rows found, each from an index of its own; no more than the index's beginning is read.
    create index cases_company_open_status on cases (company_id, status, ${NEWEST}) where ${OPEN};
    create index cases_company_open_expected on cases (company_id, coalesce(expected_on, 'infinity'), id) where ${OPEN};
    create index cases_company_open_owner on cases (company_id, owner_id, ${NEWEST}) where ${OPEN};
    create index cases_company_open_type on cases (company_id, type_name, ${NEWEST}) where ${OPEN};
    create index cases_company_open_job on cases (company_id, job_name, ${NEWEST}) where ${OPEN};
    create index cases_company_closed_status on cases (company_id, status, ${NEWEST}) where ${CLOSED};
    create index cases_company_closed_owner on cases (company_id, owner_id, ${NEWEST}) where ${CLOSED};

    create index cases_owner_open_status on cases (owner_id, status, ${NEWEST}) where ${OPEN} ${SENT};
    create index cases_owner_open_expected on cases (owner_id, coalesce(expected_on, 'infinity'), id) where ${OPEN} ${SENT};
    create index cases_owner_open_due on cases (owner_id, coalesce(due_on, 'infinity'), id) where ${OPEN} ${SENT};
    create index cases_owner_open_company on cases (owner_id, company_name, ${NEWEST}) where ${OPEN} ${SENT};
    create index cases_owner_open_type on cases (owner_id, type_name, ${NEWEST}) where ${OPEN} ${SENT};
    create index cases_owner_open_job on cases (owner_id, job_name, ${NEWEST}) where ${OPEN} ${SENT};
    create index cases_owner_open_area on cases (owner_id, area_id, ${NEWEST}) where ${OPEN} ${SENT};
    create index cases_owner_open_handler on cases (owner_id, handler_id, ${NEWEST}) where ${OPEN} ${SENT};
    create index cases_owner_closed_status on cases (owner_id, status, ${NEWEST}) where ${CLOSED} ${SENT};
    create index cases_owner_closed_company on cases (owner_id, company_name, ${NEWEST}) where ${CLOSED} ${SENT};

    -- The archive grows for ever, and is ordered by its columns all the same. Its rows are written once, or seldom.
    ${['company', 'owner']
      .flatMap((side) =>
        Object.entries({
          number: 'number',
          place: `coalesce(address, '')`,
          orderer: `coalesce(orderer, '')`,
          job_name: 'job_name',
          expected: `coalesce(expected_on, 'infinity')`,
        }).map(
          ([name, sql]) => `create index cases_${side}_closed_${name} on cases (${side}_id, ${sql}, id)
            where ${CLOSED} ${side === 'owner' ? SENT : ''};`,
        ),
      )
      .join('\n    ')}

    -- What a line says, in one text and in lower case: the quick search of a list looks through it.
    alter table cases add column line_text text generated always as (lower(coalesce(number, '') || ' ' ||
      coalesce(reference, '') || ' ' || coalesce(title, '') || ' ' || coalesce(address, '') || ' ' || coalesce(orderer, '') ||
      ' ' || coalesce(job_name, '') || ' ' || coalesce(company_name, '') || ' ' || coalesce(facility_id, '') || ' ' ||
      coalesce(meter_number, ''))) stored;
    -- In the archive it is looked through without touching the table.
    drop index cases_company_closed; drop index cases_owner_closed;
    create index cases_company_closed_text on cases (company_id, ${NEWEST}) include (line_text) where ${CLOSED};
    create index cases_owner_closed_text on cases (owner_id, ${NEWEST}) include (line_text) where ${CLOSED} ${SENT};

    -- \\x3f is the question mark, which knex would take for a value.
    -- A list with its filter, order and columns, under a name of one's own. The address holds all of it.
    create table saved_views (
      id int generated always as identity primary key,
      user_id int not null references users on delete cascade default app.user_id(),
      name text not null check (length(name) between 1 and 60),
      address text not null check (address ~ '^/(cases|cases/mine|archive)($|\\x3f\\S*$)' and length(address) <= 2000),
      created_at timestamptz not null default app.now(),
      unique (user_id, name)
    );
    alter table saved_views enable row level security; alter table saved_views force row level security;
    create policy app_installer on saved_views to app_installer
      using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
    create policy app_owner on saved_views to app_owner
      using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
    grant select, delete on saved_views to app_installer, app_owner;
    grant insert (name, address), update (address) on saved_views to app_installer, app_owner;

    -- The tick Standard: any list, as it stands, is where its reader begins.
    alter table users drop constraint users_start_page_check,
      add constraint users_start_page_check check (start_page ~ '^/[a-z][a-z/-]*($|\\x3f\\S*$)' and length(start_page) <= 2000);

    -- A long list as a file, made beside the requests; it and its bytes are gone a day later.
    create table exports (
      id bigint generated always as identity primary key,
      user_id int not null references users on delete cascade default app.user_id(),
      address text not null check (length(address) <= 2000),
      format text not null check (format in ('csv', 'xlsx')),
      language text not null check (language in ('sv', 'en')),
      status text not null default 'waiting' check (status in ('waiting', 'running', 'ready', 'failed')),
      total int not null,
      done int not null default 0,
      created_at timestamptz not null default app.now()
    );
    create index exports_user on exports (user_id, id desc);
    create index exports_created on exports (created_at);
    create table export_chunks (
      export_id bigint not null references exports on delete cascade,
      user_id int not null references users on delete cascade default app.user_id(),
      seq int not null,
      bytes bytea not null,
      primary key (export_id, seq)
    );
    create index export_chunks_user on export_chunks (user_id);
    ${['exports', 'export_chunks']
      .map(
        (table) => `
    alter table ${table} enable row level security; alter table ${table} force row level security;
    create policy app_installer on ${table} to app_installer
      using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
    create policy app_owner on ${table} to app_owner
      using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));`,
      )
      .join('')}
    grant select, insert, delete on exports, export_chunks to app_installer, app_owner;
    grant update (status, done) on exports to app_installer, app_owner;

    create policy app_worker on exports to app_worker using (true);
    grant select, delete on exports to app_worker;
    create policy platform on exports to current_user using (true);
    create policy platform on export_chunks to current_user using (true);

    -- Whoever asks for a file has put it on the queue; the task makes it as that person, with that person's rights.
    create function app.queue_export() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as
      $$ begin
        perform graphile_worker.add_job('export', json_build_object('id', new.id, 'userId', new.user_id), max_attempts := 3);
        return null;
      end $$;
    revoke execute on function app.queue_export() from public;
    create trigger queue after insert on exports for each row execute function app.queue_export();

    -- How many cases wait for the person of a session, 100 at most: asked for with the session itself, on every page.
    create function app.session_inbox(hash bytea) returns int
      language sql stable security definer set search_path = public, pg_temp as $$
        select case u.kind
          when 'installer' then (select count(*) from (
            select from cases c where c.company_id = u.company_id and c.responsible_id = u.id
              and c.status in ('notice_rejected', 'completion_rejected', 'consented')
              and (c.status <> 'consented' or not c.seen_by_installer) limit 100) waiting)
          when 'owner' then (select count(*) from (
            select from cases c where c.owner_id = u.owner_id and c.submitted_at is not null
              and c.status in ('submitted', 'completed') and (c.handler_id = u.id or c.handler_id is null) limit 100) waiting)
          else 0 end::int
        from sessions s join users u on u.id = s.user_id
        where s.token_hash = hash
      $$;
    revoke execute on function app.session_inbox(bytea) from public;
    grant execute on function app.session_inbox(bytea) to app_web;
  `)
}
