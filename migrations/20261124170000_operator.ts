import type { Knex } from 'knex'

const COMPANY = 'company_id = (select app.company_id())'
const OWNER = 'owner_id = (select app.owner_id())'
const MYSELF = 'operator_id = (select app.user_id())'

/** What the operator of the platform may do: add network owners, mend mail and queue, block companies, give support. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- closed: not open for companies yet, and not offered to them.
    alter table owners drop constraint owners_admission_check;
    alter table owners add check (admission in ('manual', 'known', 'open', 'closed'));

    -- What operators have done. Insert-only.
    create table operator_events (
      id bigint generated always as identity primary key,
      at timestamptz not null default app.now(),
      user_id int not null references users,
      actor_name text not null,
      event text not null,
      owner_id int references owners,
      company_id int references companies,
      subject text,
      reason text
    );
    create index operator_events_owner on operator_events (owner_id, id) where owner_id is not null;
    create index operator_events_company on operator_events (company_id, id) where company_id is not null;

    -- An operator reads as a tenant for a while, and the tenant can see it. An access belongs to one session.
    create table support_accesses (
      id bigint generated always as identity primary key,
      operator_id int not null references users,
      operator_name text not null,
      company_id int references companies,
      owner_id int references owners,
      reason text not null check (length(reason) >= 10),
      session_id bigint references sessions (id) on delete set null,
      started_at timestamptz not null default now(),
      expires_at timestamptz not null default now() + interval '1 hour',
      ended_at timestamptz,
      ended_by text,
      check ((company_id is null) <> (owner_id is null)),
      check (expires_at <= started_at + interval '1 hour'),
      check ((ended_at is null) = (ended_by is null)),
      unique (id, company_id),
      unique (id, owner_id)
    );
    create index support_accesses_session on support_accesses (session_id);
    create index support_accesses_company on support_accesses (company_id, id) where company_id is not null;
    create index support_accesses_owner on support_accesses (owner_id, id) where owner_id is not null;

    create table support_views (
      id bigint generated always as identity primary key,
      access_id bigint not null references support_accesses,
      company_id int,
      owner_id int,
      at timestamptz not null default now(),
      path text not null,
      check ((company_id is null) <> (owner_id is null)),
      foreign key (access_id, company_id) references support_accesses (id, company_id),
      foreign key (access_id, owner_id) references support_accesses (id, owner_id)
    );
    create index support_views_access on support_views (access_id, id);

    create index mail_messages_failed on mail_messages (id) where status = 'failed';
  `)
  await protect(db)
  await grant(db)
  await functions(db)
  await queue(db)
}

async function protect(db: Knex): Promise<void> {
  for (const table of ['operator_events', 'support_accesses', 'support_views']) {
    await db.raw(`alter table ${table} enable row level security; alter table ${table} force row level security`)
  }
  for (const table of ['areas', 'area_postcodes', 'configurations', 'job_types']) {
    await db.raw(`create policy app_operator on ${table} to app_operator using (true) with check (true)`)
  }
  for (const table of ['support_accesses', 'support_views']) {
    await db.raw(`
      create policy app_installer on ${table} to app_installer using (${COMPANY}) with check (${COMPANY});
      create policy app_owner on ${table} to app_owner using (${OWNER}) with check (${OWNER});
      create policy app_operator on ${table} for select to app_operator using (true)`)
  }
  await db.raw(`
    create policy app_operator on operator_events for select to app_operator using (true);
    create policy app_operator_writes on operator_events for insert to app_operator
      with check (user_id = (select app.user_id()));
    create policy app_operator_begins on support_accesses for insert to app_operator with check (${MYSELF});
    create policy app_operator_ends on support_accesses for update to app_operator using (${MYSELF}) with check (${MYSELF});
    create policy platform on support_accesses for select to current_user using (true);
    create policy app_operator_looks on support_views for insert to app_operator
      with check (access_id in (select id from support_accesses where ${MYSELF}));

    create policy app_operator on request_keys to app_operator
      using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));

    -- Of the mail an operator sees that it failed and to which server, nothing of what it says (see the grants).
    create policy app_operator on mail_messages for select to app_operator using (true);
    create policy app_operator_resends on mail_messages for update to app_operator
      using (status = 'failed') with check (status in ('queued', 'digested'));
    create policy app_operator_tells on mail_messages for insert to app_operator with check (case_id is null);
    create policy platform on oidc_identities for select to current_user using (true);
    create policy app_operator_withdraws on agreements for delete to app_operator using (published_at > app.now());
  `)
}

async function grant(db: Knex): Promise<void> {
  await db.raw(`
    grant insert (code, name, org_number, gln, phone, email, admission) on owners to app_operator;
    grant select, insert on areas, area_postcodes to app_operator;
    grant select (id, owner_id, version, published_at), insert on configurations to app_operator;
    grant insert on job_types to app_operator;
    grant insert (username, kind, owner_id, name, phone, email, locale, is_admin),
      update (name, phone, email, invited_at) on users to app_operator;
    grant insert on security_events to app_operator;
    grant select, insert, delete on request_keys to app_operator;
    grant update (status) on companies to app_operator;
    grant delete on agreements to app_operator;
    grant select, insert on operator_events to app_operator;
    grant select, insert on support_accesses, support_views to app_operator;
    grant select on support_accesses, support_views to app_installer, app_owner;
    grant update (ended_at, ended_by) on support_accesses to app_operator, app_installer, app_owner;
    grant select (id, owner_id, company_id, template, to_address, status, attempts, last_error, created_at, send_after, digest_id),
      insert, update (status, send_after) on mail_messages to app_operator;
    grant execute on function app.enqueue_mail(bigint) to app_operator;
  `)
}

async function functions(db: Knex): Promise<void> {
  await db.raw(`
    -- Has anybody of this network owner ever come in? From then on its people are its own administrators' business.
    create function app.owner_in_use(owner int) returns boolean
      language sql stable security definer set search_path = public, pg_temp as $$
        select exists (select from users u where u.owner_id = owner
          and (u.password_hash is not null or exists (select from oidc_identities i where i.user_id = u.id)))
      $$;
    drop policy app_operator on users;
    create policy app_operator on users for select to app_operator using (true);
    create policy app_operator_adds on users for insert to app_operator
      with check (kind = 'owner' and is_admin and not app.owner_in_use(owner_id));
    create policy app_operator_mends on users for update to app_operator
      using (kind = 'owner' and is_admin and not app.owner_in_use(owner_id))
      with check (kind = 'owner' and is_admin and not app.owner_in_use(owner_id));

    -- The first administrator of a tenant gets a link to choose a password; one who has chosen asks for it themselves.
    create function app.enqueue_first_invitation(person int) returns void
      language sql security definer set search_path = public, pg_temp as $$
        select graphile_worker.add_job('invite', json_build_object('userId', u.id), job_key := 'invite:' || u.id,
          max_attempts := 10)
        from users u where u.id = person and u.is_admin and u.active and u.password_hash is null
      $$;

    -- How much each network owner has on its hands: a number, and nothing of what.
    create function app.open_cases() returns table (owner_id int, open int)
      language sql stable security definer set search_path = public, pg_temp as $$
        select c.owner_id, count(*)::int from cases c
        where c.submitted_at is not null and c.status not in ('closed', 'archived', 'cancelled') group by c.owner_id
      $$;

    -- A blocked company's people are out at once, and not back in when the block is lifted within their session's time.
    create function app.end_company_sessions() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        delete from sessions where user_id in (select id from users where company_id = new.id);
        delete from sign_in_steps where user_id in (select id from users where company_id = new.id);
        return null;
      end $$;
    create trigger end_sessions after update of status on companies for each row
      when (new.status = 'blocked' and old.status <> 'blocked') execute function app.end_company_sessions();

    drop function app.session_actor(bytea);
    create function app.session_actor(hash bytea)
      returns table (user_id int, username text, name text, kind text, company_id int, owner_id int, is_admin boolean,
                     locale text, start_page text, tenant_name text, last_seen_at timestamptz, session_id bigint,
                     support_id bigint, support_company int, support_owner int, support_tenant text, support_until timestamptz)
      language sql stable security definer set search_path = public, pg_temp as $$
        select u.id, u.username, u.name, u.kind, u.company_id, u.owner_id, u.is_admin, u.locale, u.start_page,
               coalesce(c.name, o.name, 'Elanmälan'), s.last_seen_at, s.id,
               a.id, a.company_id, a.owner_id, coalesce(ac.name, ao.name), a.expires_at
        from sessions s
        join users u on u.id = s.user_id
        left join companies c on c.id = u.company_id
        left join owners o on o.id = u.owner_id
        left join lateral (
          select x.* from support_accesses x
          where u.kind = 'operator' and x.session_id = s.id and x.ended_at is null and x.expires_at > now()
          order by x.id desc limit 1) a on true
        left join companies ac on ac.id = a.company_id
        left join owners ao on ao.id = a.owner_id
        where s.token_hash = hash and s.expires_at > app.now() and s.last_seen_at > app.now() - interval '12 hours'
          and u.active and (c.id is null or c.status = 'active')
      $$;
    revoke execute on function app.session_actor(bytea), app.owner_in_use(int), app.enqueue_first_invitation(int),
      app.open_cases(), app.end_company_sessions() from public;
    grant execute on function app.session_actor(bytea) to app_web;
    grant execute on function app.owner_in_use(int), app.enqueue_first_invitation(int), app.open_cases() to app_operator;
  `)
}

/** The queue as an operator sees it: which tasks, how many, what went wrong; never what a job carries. */
async function queue(db: Knex): Promise<void> {
  await db.raw(`
    -- Each minute the worker marks that it lives, by the first line of its timetable (src/worker/worker.ts).
    create function app.worker_seen() returns timestamptz
      language sql stable security definer set search_path = pg_catalog, pg_temp as
      $$ select max(greatest(last_execution, known_since)) from graphile_worker._private_known_crontabs $$;

    create function app.queue_tasks()
      returns table (task text, waiting int, later int, running int, retrying int, stopped int, oldest timestamptz)
      language sql stable security definer set search_path = pg_catalog, pg_temp as $$
        select task_identifier,
          count(*) filter (where attempts = 0 and locked_at is null and run_at <= now())::int,
          count(*) filter (where attempts = 0 and locked_at is null and run_at > now())::int,
          count(*) filter (where locked_at is not null)::int,
          count(*) filter (where attempts between 1 and max_attempts - 1 and locked_at is null)::int,
          count(*) filter (where attempts >= max_attempts and locked_at is null)::int,
          min(run_at) filter (where run_at <= now() and attempts < max_attempts)
        from graphile_worker.jobs group by task_identifier order by task_identifier
      $$;

    -- What a task threw is told without addresses.
    create function app.queue_failures(most int)
      returns table (id bigint, task text, key text, attempts int, max_attempts int, run_at timestamptz, error text)
      language sql stable security definer set search_path = pg_catalog, pg_temp as $$
        select j.id, j.task_identifier, j.key, j.attempts::int, j.max_attempts::int, j.run_at,
          left(regexp_replace(split_part(j.last_error, chr(10), 1), '[^[:space:]<>]+@[^[:space:]<>]+', '…@…', 'g'), 300)
        from graphile_worker.jobs j
        where j.last_error is not null and j.locked_at is null
        order by j.attempts >= j.max_attempts desc, j.id desc limit most
      $$;

    create function app.retry_jobs(jobs bigint[]) returns int
      language sql security definer set search_path = pg_catalog, pg_temp as $$
        select count(*)::int from graphile_worker.reschedule_jobs(array(
          select j.id from graphile_worker.jobs j where j.id = any (jobs) and j.locked_at is null and j.attempts > 0),
          run_at := now(), attempts := 0)
      $$;
    revoke execute on function app.worker_seen(), app.queue_tasks(), app.queue_failures(int), app.retry_jobs(bigint[])
      from public;
    grant execute on function app.worker_seen(), app.queue_tasks(), app.queue_failures(int), app.retry_jobs(bigint[])
      to app_operator;
  `)
}
