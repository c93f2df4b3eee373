import type { Knex } from 'knex'

const REQUEST_ROLES = 'app_installer, app_owner, app_operator, app_auth, app_worker'

// One plain equality per role and table; why not `a or b`: measured 50 to 80 times slower (docs/tenancy.md).
const COMPANY = 'company_id = (select app.company_id())'
const OWNER = 'owner_id = (select app.owner_id())'
const ON_CASE: Policies = {
  app_installer: `${COMPANY} and audience <> 'owner'`,
  app_owner: `${OWNER} and sent and audience <> 'company'`,
}

type Policies = Partial<Record<'app_installer' | 'app_owner' | 'app_operator' | 'app_auth' | 'app_worker', string>>

const POLICIES: Record<string, Policies> = {
  owners: {
    app_installer: 'true',
    app_owner: 'id = (select app.owner_id())',
    app_operator: 'true',
    app_auth: 'true',
    app_worker: 'true',
  },
  areas: { app_installer: 'true', app_owner: OWNER, app_worker: 'true' },
  area_postcodes: { app_installer: 'true', app_owner: OWNER },
  companies: {
    app_installer: 'id = (select app.company_id())',
    app_owner: `id in (select company_id from connections where ${OWNER} and status <> 'draft')`,
    app_operator: 'true',
    app_auth: 'true',
  },
  connections: { app_installer: COMPANY, app_owner: `${OWNER} and status <> 'draft'`, app_operator: 'true' },
  users: { app_installer: COMPANY, app_owner: OWNER, app_operator: 'true', app_auth: 'true' },
  sessions: { app_auth: 'true' },
  rate_limits: { app_auth: 'true' },
  configurations: {
    app_installer: `owner_id in (select owner_id from connections where ${COMPANY})`,
    app_owner: OWNER,
  },
  job_types: {
    app_installer: `owner_id in (select owner_id from connections where ${COMPANY})`,
    app_owner: OWNER,
  },
  cases: { app_installer: COMPANY, app_owner: `${OWNER} and submitted_at is not null` },
  case_events: ON_CASE,
  case_revisions: { app_installer: COMPANY, app_owner: `${OWNER} and sent` },
  notes: ON_CASE,
  attachments: ON_CASE,
  attachment_chunks: ON_CASE,
  request_keys: { app_installer: 'user_id = (select app.user_id())', app_owner: 'user_id = (select app.user_id())' },
  mail_messages: { ...ON_CASE, app_auth: 'case_id is null', app_worker: 'true' },
  case_internals: { app_owner: `${OWNER} and sent` },
  case_counters: {},
}

const GRANTS: [string, string][] = [
  [
    'select (id, code, name, phone, email, opening_hours, information, fuse_ladder, fuse_intervals, completion_lead_days, decision_days, completion_days, consent_months, strict_area, withdrawal_allowed, consent_revocable, mail_received, mail_withdrawn) on owners',
    'app_installer',
  ],
  ['select, update on owners', 'app_owner'],
  ['select on owners', 'app_operator, app_auth, app_worker'],
  ['select on areas, area_postcodes', 'app_installer, app_owner'],
  ['select on areas', 'app_worker'],
  ['select on companies', 'app_installer, app_owner, app_operator, app_auth'],
  [
    'update (mail_enabled, mail_approved, mail_notice_rejected, mail_completion_approved, mail_completion_rejected) on companies',
    'app_installer',
  ],
  ['select on connections', 'app_installer, app_owner, app_operator'],
  [
    'select (id, username, kind, company_id, owner_id, name, phone, email, locale, is_admin, active) on users',
    'app_installer, app_owner, app_operator',
  ],
  ['select, update (password_hash, locale) on users', 'app_auth'],
  ['select, insert, update, delete on sessions, rate_limits', 'app_auth'],
  ['select on configurations, job_types', 'app_installer, app_owner'],
  ['select, insert on cases', 'app_installer, app_owner'],
  ['update on cases', 'app_owner'],
  // What an installer may never write on a case: whose it is, its number and form, the owner's decision and symbols.
  [
    `update (area_id, status, previous_status, status_since, turn, turn_since, due_on, version, revision, submitted_at,
      responsible_id, responsible_name, seen_by_installer, seen_by_owner, notice, completion, reference, title,
      address, orderer, facility_id, meter_number, expected_on, removal_requested, transformer, hold_reason,
      hold_until, held_at, last_event_at) on cases`,
    'app_installer',
  ],
  ['select, insert on case_events, case_revisions, notes, mail_messages', 'app_installer, app_owner'],
  ['select, insert on attachments, attachment_chunks', 'app_installer, app_owner'],
  ['update (deleted_at) on attachments', 'app_installer, app_owner'],
  ['select, insert, update on case_internals', 'app_owner'],
  ['select, insert, delete on request_keys', 'app_installer, app_owner'],
  ['insert on mail_messages', 'app_auth'],
  ['select, update on mail_messages', 'app_worker'],
]

export async function up(db: Knex): Promise<void> {
  for (const [table, policies] of Object.entries(POLICIES)) {
    await db.raw(`alter table ${table} enable row level security; alter table ${table} force row level security`)
    for (const [role, rule] of Object.entries(policies)) {
      await db.raw(`create policy ${role} on ${table} to ${role} using (${rule}) with check (${rule})`)
    }
  }
  for (const [grant, roles] of GRANTS) await db.raw(`grant ${grant} to ${roles}`)

  await db.raw(`
    -- FORCE binds the tables' owner too; these functions must still work for it.
    create policy platform on case_counters to current_user using (true) with check (true);
    create policy platform on users to current_user using (true);
    create policy platform on sessions to current_user using (true) with check (true);
    create policy platform on companies to current_user using (true);
    create policy platform on owners to current_user using (true);
    create policy platform on cases to current_user using (true);

    -- The reviewed list of functions that run with their owner's rights (test/tenancy/catalogue.test.ts names them).

    -- One joined query gives session, user and tenant before there is an actor.
    create function app.session_actor(hash bytea)
      returns table (user_id int, username text, name text, kind text, company_id int, owner_id int, is_admin boolean,
                     locale text, tenant_name text, last_seen_at timestamptz)
      language sql stable security definer set search_path = public, pg_temp as $$
        select u.id, u.username, u.name, u.kind, u.company_id, u.owner_id, u.is_admin, u.locale,
               coalesce(c.name, o.name, 'Elanmälan'), s.last_seen_at
        from sessions s
        join users u on u.id = s.user_id
        left join companies c on c.id = u.company_id
        left join owners o on o.id = u.owner_id
        where s.token_hash = hash and s.expires_at > app.now() and s.last_seen_at > app.now() - interval '12 hours'
          and u.active and c.status is distinct from 'blocked'
      $$;

    -- Numbers run per owner and year, without showing one company how many another has written.
    create function app.next_case_number(owner int, case_year int) returns int
      language sql security definer set search_path = public, pg_temp as $$
        insert into case_counters (owner_id, year, last) values (owner, case_year, 1)
        on conflict (owner_id, year) do update set last = case_counters.last + 1
        returning last
      $$;

    -- The two people of a case, across the tenants' wall; asks for the same equality as the policies do.
    create function app.case_people(wanted bigint)
      returns table (role text, user_id int, name text, phone text, email text, active boolean, locale text)
      language sql stable security definer set search_path = public, pg_temp as $$
        select p.role, u.id, u.name, u.phone, u.email, u.active, u.locale
        from cases c
        cross join lateral (values ('responsible', c.responsible_id), ('handler', c.handler_id)) p (role, id)
        join users u on u.id = p.id
        where c.id = wanted
          and (c.company_id = app.company_id() or (c.owner_id = app.owner_id() and c.submitted_at is not null))
      $$;

    -- What the mail of a decision must know of the company it goes to (docs/domain.md 2.7); same equality.
    create function app.case_mail_settings(wanted bigint)
      returns table (mail_enabled boolean, mail_approved boolean, mail_notice_rejected boolean,
                     mail_completion_approved boolean, mail_completion_rejected boolean, company_email text)
      language sql stable security definer set search_path = public, pg_temp as $$
        select o.mail_enabled, o.mail_approved, o.mail_notice_rejected, o.mail_completion_approved,
               o.mail_completion_rejected, o.email
        from cases c join companies o on o.id = c.company_id
        where c.id = wanted
          and (c.company_id = app.company_id() or (c.owner_id = app.owner_id() and c.submitted_at is not null))
      $$;

    revoke execute on all functions in schema app from public;
    grant execute on function app.user_id(), app.company_id(), app.owner_id(), app.now() to app_web, ${REQUEST_ROLES};
    grant execute on function app.session_actor(bytea) to app_web;
    grant execute on function app.next_case_number(int, int), app.case_people(bigint), app.case_mail_settings(bigint)
      to app_installer, app_owner;
    grant execute on function app.enqueue_mail(bigint) to app_installer, app_owner, app_auth;
  `)
}
