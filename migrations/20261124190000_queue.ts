import type { Knex } from 'knex'

const OWNER = 'owner_id = (select app.owner_id())'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- Who is away, and who looks after that person's cases meanwhile: both days included.
    create table absences (
      id int generated always as identity primary key,
      owner_id int not null default app.owner_id(),
      user_id int not null,
      cover_id int not null,
      from_on date not null,
      to_on date not null check (to_on >= from_on),
      created_at timestamptz not null default app.now(),
      check (cover_id <> user_id),
      foreign key (user_id, owner_id) references users (id, owner_id),
      foreign key (cover_id, owner_id) references users (id, owner_id)
    );
    create index absences_cover on absences (cover_id, to_on);
    create index absences_user on absences (user_id);
    create index absences_owner on absences (owner_id, to_on);
    alter table absences enable row level security; alter table absences force row level security;
    create policy app_owner on absences to app_owner using (${OWNER}) with check (${OWNER});
    create policy platform on absences to current_user using (true);
    grant select, delete on absences to app_owner;
    grant insert (user_id, cover_id, from_on, to_on) on absences to app_owner;

    -- As before, with what waits for those one covers for, and without what is on hold.
    create or replace function app.session_inbox(hash bytea) returns int
      language sql stable security definer set search_path = public, pg_temp as $$
        select case u.kind
          when 'installer' then (select count(*) from (
            select from cases c where c.company_id = u.company_id and c.responsible_id = u.id
              and c.status in ('notice_rejected', 'completion_rejected', 'consented')
              and (c.status <> 'consented' or not c.seen_by_installer) limit 100) waiting)
          when 'owner' then (select count(*) from (
            select from cases c where c.owner_id = u.owner_id and c.submitted_at is not null
              and c.status in ('submitted', 'completed')
              and c.hold_reason is null
              and (c.handler_id = u.id or c.handler_id in (
                  select a.user_id from absences a where a.cover_id = u.id and app.today() between a.from_on and a.to_on)
                or c.handler_id is null and (
                  not exists (select from team_members m where m.user_id = u.id)
                  or not exists (select from team_areas a where a.area_id = c.area_id)
                  or c.area_id in (select a.area_id from team_areas a join team_members m on m.team_id = a.team_id
                    where m.user_id = u.id)))
            limit 100) waiting)
          else 0 end::int
        from sessions s join users u on u.id = s.user_id
        where s.token_hash = hash
      $$;
  `)
}
