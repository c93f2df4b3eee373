import type { Knex } from 'knex'

const OWNER = 'owner_id = (select app.owner_id())'
const MYSELF = '(select app.user_id())'

/** What each of a network owner's people may do, the teams they are in, and a role of its own for montörer. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- Of a network owner's people (docs/domain.md 6): H handläggare, B beredning, K kundservice, M montör, L läsa. What each
    -- may do is written in src/domain/rights.ts. Of no account for other kinds of users.
    alter table users add column permission_sets text[] not null default '{H}'
      check (permission_sets <@ '{H,B,K,M,L}' and cardinality(permission_sets) > 0);
    grant select (permission_sets) on users to app_installer, app_owner;
    grant insert (permission_sets), update (permission_sets) on users to app_owner;

    -- Read with the session itself, in the same statement.
    create function app.session_permissions(hash bytea) returns text[]
      language sql stable security definer set search_path = public, pg_temp as $$
        select u.permission_sets from sessions s join users u on u.id = s.user_id where s.token_hash = hash
      $$;
    revoke execute on function app.session_permissions(bytea) from public;
    grant execute on function app.session_permissions(bytea) to app_web;

    -- Who answers for which nätområden.
    create table teams (
      id int generated always as identity primary key,
      owner_id int not null references owners,
      name text not null check (length(name) between 1 and 60),
      created_at timestamptz not null default app.now(),
      unique (owner_id, name),
      unique (id, owner_id)
    );
    create table team_areas (
      team_id int not null,
      owner_id int not null,
      area_id int not null,
      primary key (team_id, area_id),
      foreign key (team_id, owner_id) references teams (id, owner_id) on delete cascade,
      foreign key (area_id, owner_id) references areas (id, owner_id)
    );
    create index team_areas_area on team_areas (area_id);
    create table team_members (
      team_id int not null,
      owner_id int not null,
      user_id int not null,
      primary key (team_id, user_id),
      foreign key (team_id, owner_id) references teams (id, owner_id) on delete cascade,
      foreign key (user_id, owner_id) references users (id, owner_id)
    );
    create index team_members_user on team_members (user_id);
    grant select, insert, delete on teams, team_areas, team_members to app_owner;
    grant update (name) on teams to app_owner;
  `)
  for (const table of ['teams', 'team_areas', 'team_members']) {
    await db.raw(`
      alter table ${table} enable row level security; alter table ${table} force row level security;
      create policy app_owner on ${table} to app_owner using (${OWNER}) with check (${OWNER})`)
  }
  await fitter(db)
}

/**
 * Who is montör and nothing else reads as app_fitter: oneself and one's own account here, the orders given to one in the
 * migration that makes them. What is not granted there is not reached by any page.
 */
async function fitter(db: Knex): Promise<void> {
  await db.raw(`
    do $$ begin create role app_fitter noinherit; exception when duplicate_object then null; end $$;
    grant app_fitter to app_web;
    grant usage on schema public, app to app_fitter;
    grant execute on function app.user_id(), app.company_id(), app.owner_id(), app.now() to app_fitter;

    create policy app_fitter on owners for select to app_fitter using (id = (select app.owner_id()));
    grant select (id, code, name, phone, email) on owners to app_fitter;
    create policy app_fitter on users to app_fitter using (id = ${MYSELF}) with check (id = ${MYSELF});
    grant select (id, username, kind, company_id, owner_id, name, phone, email, locale, is_admin, active, start_page,
        has_password, password_changed_at, mail_pace, quiet_from, quiet_to),
      update (name, phone, locale, start_page) on users to app_fitter;
    create policy app_fitter on security_events for select to app_fitter using (user_id = ${MYSELF});
    grant select on security_events to app_fitter;
    create policy app_fitter on request_keys to app_fitter using (user_id = ${MYSELF}) with check (user_id = ${MYSELF});
    grant select, insert, delete on request_keys to app_fitter;
  `)
}
