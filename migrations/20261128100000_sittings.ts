import type { Knex } from 'knex'

const COMPANY = 'company_id = (select app.company_id())'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- One row of the log for each time somebody sits down with the form (docs/domain.md 2.6). The row of the log is written at
    -- the first save and never changed; what the sitting came to is kept here, told as it was before the sitting and as it
    -- is now, until the case has another event. Then it is sealed for good.
    create table case_sittings (
      event_id bigint primary key references case_events,
      case_id bigint not null,
      company_id int not null,
      user_id int not null references users,
      saved_at timestamptz not null default app.now(),
      -- {notice, completion} as they were when the sitting began; null when it is over.
      before jsonb,
      -- [{key, label, from, to}] in words, personal numbers masked.
      changes jsonb not null,
      foreign key (case_id, company_id) references cases (id, company_id)
    );
    create unique index case_sittings_open on case_sittings (case_id) where before is not null;
    alter table case_sittings enable row level security; alter table case_sittings force row level security;
    create policy app_installer on case_sittings for select to app_installer using (${COMPANY});
    create policy app_installer_begin on case_sittings for insert to app_installer
      with check (${COMPANY} and user_id = (select app.user_id()));
    create policy app_installer_go_on on case_sittings for update to app_installer
      using (${COMPANY} and user_id = (select app.user_id()) and before is not null);
    grant select, insert, update (saved_at, changes) on case_sittings to app_installer;
    -- The owner reads the same log; saves are none of its business.
    create policy app_owner on case_sittings for select to app_owner using (false);
    grant select on case_sittings to app_owner;

    create function app.seal_sittings() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          update case_sittings set before = null
            where case_id = new.case_id and before is not null and event_id < new.id;
          return null;
        end
      $$;
    revoke execute on function app.seal_sittings() from public;
    create trigger seal_sittings after insert on case_events
      for each row when (new.from_status is not null or new.action = 'undo') execute function app.seal_sittings();
  `)
}
