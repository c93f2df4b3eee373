import type { Knex } from 'knex'

/** Passwords, one-time links, second steps, devices and the record of what happened at the door. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table users
      add column start_page text not null default '/inbox'
        check (start_page in ('/inbox', '/cases', '/cases/mine', '/archive')),
      add column password_changed_at timestamptz,
      add column has_password boolean not null generated always as (password_hash is not null) stored,
      add column invited_at timestamptz,
      add column deactivated_at timestamptz,
      -- How decisions reach this person, within the company's minimum: at once, gathered once a day, or not by mail.
      add column mail_pace text not null default 'now' check (mail_pace in ('now', 'daily', 'never')),
      add column quiet_from time,
      add column quiet_to time,
      add check ((quiet_from is null) = (quiet_to is null));
    update users set password_changed_at = app.now() where password_hash is not null;

    -- A tenant's own rules for passwords; what is absent is the platform's (src/sign-in/accounts/policy.ts).
    alter table companies
      add column password_policy jsonb not null default '{}',
      add column two_step_required boolean not null default false,
      add column mail_minimum text not null default 'never' check (mail_minimum in ('now', 'daily', 'never'));
    alter table owners
      add column password_policy jsonb not null default '{}',
      add column two_step_required boolean not null default false,
      -- How the owner's own entrance looks (/n/nel).
      add column entry_text text,
      add column accent text check (accent ~ '^#[0-9a-f]{6}$'),
      add column logo bytea check (octet_length(logo) <= 300000),
      add column logo_type text check (logo_type in ('image/png', 'image/jpeg', 'image/webp')),
      add check ((logo is null) = (logo_type is null));

    create table password_history (
      id bigint generated always as identity primary key,
      user_id int not null references users,
      password_hash text not null,
      replaced_at timestamptz not null default app.now()
    );
    create index password_history_user on password_history (user_id, id);

    -- Opens only the page where a new password is chosen; the old one works until then.
    create table temporary_passwords (
      user_id int primary key references users,
      secret_hash bytea not null,
      created_at timestamptz not null default app.now(),
      expires_at timestamptz not null
    );

    create table one_time_links (
      token_hash bytea primary key,
      user_id int not null references users,
      purpose text not null check (purpose in ('invitation', 'email')),
      -- The address to be confirmed.
      email text,
      created_at timestamptz not null default app.now(),
      expires_at timestamptz not null,
      check ((purpose = 'email') = (email is not null))
    );
    create index one_time_links_user on one_time_links (user_id);

    -- Between the first proof of who one is and a session: this opens no page but the step it names.
    create table sign_in_steps (
      token_hash bytea primary key,
      user_id int not null references users,
      step text not null check (step in ('second-step', 'new-password', 'enrol')),
      method text not null,
      second_done boolean not null default false,
      must_change boolean not null default false,
      next text not null default '/',
      tries int not null default 0,
      created_at timestamptz not null default app.now(),
      expires_at timestamptz not null
    );
    create index sign_in_steps_user on sign_in_steps (user_id);

    create table totp_secrets (
      user_id int primary key references users,
      -- Sealed with SECRET_KEY (src/sign-in/accounts/encryption.ts).
      secret bytea not null,
      confirmed_at timestamptz,
      -- The last time step whose code was taken: a code works once.
      last_step bigint not null default 0,
      created_at timestamptz not null default app.now()
    );
    create table recovery_codes (
      user_id int not null references users,
      code_hash bytea not null,
      used_at timestamptz,
      primary key (user_id, code_hash)
    );
    create table passkeys (
      id text primary key,
      user_id int not null references users,
      public_key bytea not null,
      counter bigint not null default 0,
      transports text[] not null default '{}',
      name text not null,
      created_at timestamptz not null default app.now(),
      last_used_at timestamptz
    );
    create index passkeys_user on passkeys (user_id);
    create table passkey_challenges (
      token_hash bytea primary key,
      user_id int references users,
      challenge text not null,
      expires_at timestamptz not null
    );

    alter table sessions
      add column id bigint generated always as identity unique,
      add column method text not null default 'password',
      add column address text;

    -- What happened at the door, kept for the person and for the tenant's administrator. Insert-only.
    create table security_events (
      id bigint generated always as identity primary key,
      at timestamptz not null default app.now(),
      user_id int not null references users,
      company_id int references companies,
      owner_id int references owners,
      event text not null,
      method text,
      address text,
      user_agent text,
      by_name text
    );
    create index security_events_user on security_events (user_id, id desc);
    create index security_events_company on security_events (company_id, id desc) where company_id is not null;
    create index security_events_owner on security_events (owner_id, id desc) where owner_id is not null;

    -- Sign-in at the owner's own provider (OpenID Connect).
    create table owner_oidc (
      owner_id int primary key references owners,
      issuer text not null,
      client_id text not null,
      client_secret bytea not null,
      label text not null,
      active boolean not null default false,
      updated_at timestamptz not null default app.now()
    );
    create table oidc_identities (
      owner_id int not null,
      issuer text not null,
      subject text not null,
      user_id int not null,
      created_at timestamptz not null default app.now(),
      primary key (owner_id, issuer, subject),
      foreign key (user_id, owner_id) references users (id, owner_id)
    );
    create index oidc_identities_user on oidc_identities (user_id);
    create table oidc_requests (
      state_hash bytea primary key,
      owner_id int not null references owners,
      nonce text not null,
      verifier text not null,
      next text not null default '/',
      expires_at timestamptz not null
    );
  `)

  await protect(db)

  await db.raw(`
    grant update (name, phone, email, locale, is_admin, active, start_page, deactivated_at, invited_at, mail_pace,
      quiet_from, quiet_to) on users to app_installer, app_owner;
    grant insert (username, kind, company_id, name, phone, email, locale, is_admin) on users to app_installer;
    grant insert (username, kind, owner_id, name, phone, email, locale, is_admin) on users to app_owner;
    grant select (start_page, has_password, password_changed_at, invited_at, deactivated_at, mail_pace, quiet_from, quiet_to, created_at)
      on users to app_installer, app_owner, app_operator;
    grant insert (username, kind, company_id, name, phone, email, locale, is_admin) on users to app_auth;
    grant update (password_changed_at, email, invited_at) on users to app_auth;

    -- Who is shut out or whose rights change is out everywhere at once, whichever page or command did it; and a new
    -- password leaves no session, link or temporary password behind.
    create function app.end_sessions() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        delete from sessions where user_id = new.id;
        delete from sign_in_steps where user_id = new.id;
        if not new.active or new.password_hash is distinct from old.password_hash then
          delete from temporary_passwords where user_id = new.id;
          delete from one_time_links where user_id = new.id;
        end if;
        return null;
      end $$;
    revoke execute on function app.end_sessions() from public;
    create trigger end_sessions after update of active, is_admin, password_hash on users for each row
      when (old.active is distinct from new.active or old.is_admin is distinct from new.is_admin
        or old.password_hash is distinct from new.password_hash)
      execute function app.end_sessions();

    drop function app.session_actor(bytea);
    create function app.session_actor(hash bytea)
      returns table (user_id int, username text, name text, kind text, company_id int, owner_id int, is_admin boolean,
                     locale text, start_page text, tenant_name text, last_seen_at timestamptz, session_id bigint)
      language sql stable security definer set search_path = public, pg_temp as $$
        select u.id, u.username, u.name, u.kind, u.company_id, u.owner_id, u.is_admin, u.locale, u.start_page,
               coalesce(c.name, o.name, 'Elanmälan'), s.last_seen_at, s.id
        from sessions s
        join users u on u.id = s.user_id
        left join companies c on c.id = u.company_id
        left join owners o on o.id = u.owner_id
        where s.token_hash = hash and s.expires_at > app.now() and s.last_seen_at > app.now() - interval '12 hours'
          and u.active and (c.id is null or c.status = 'active')
      $$;
    revoke execute on function app.session_actor(bytea) from public;
    grant execute on function app.session_actor(bytea) to app_web;

    -- Work that the worker does for people who cannot, or may not, see what it takes: a forgotten password looks the
    -- same for a name that exists and one that does not, for the request only puts the name on the queue.
    create function app.enqueue_reset(username text) returns void
      language sql security definer set search_path = pg_catalog, pg_temp as
      $$ select graphile_worker.add_job('reset', json_build_object('username', left(username, 200)), max_attempts := 10) $$;
    create function app.enqueue_invitation(person int) returns void
      language sql security definer set search_path = public, pg_temp as $$
        select graphile_worker.add_job('invite', json_build_object('userId', u.id), job_key := 'invite:' || u.id,
          max_attempts := 10)
        from users u where u.id = person and (u.company_id = app.company_id() or u.owner_id = app.owner_id())
      $$;
    revoke execute on function app.enqueue_reset(text), app.enqueue_invitation(int) from public;
    grant execute on function app.enqueue_reset(text) to app_auth;
    grant execute on function app.enqueue_invitation(int) to app_installer, app_owner;
  `)
}

const COMPANY = 'company_id = (select app.company_id())'
const OWNER = 'owner_id = (select app.owner_id())'

/** Nobody's business but the door's, all of it behind the role that stands there. */
async function protect(db: Knex): Promise<void> {
  const atTheDoor = [
    'password_history',
    'temporary_passwords',
    'one_time_links',
    'sign_in_steps',
    'totp_secrets',
    'recovery_codes',
    'passkeys',
    'passkey_challenges',
    'owner_oidc',
    'oidc_identities',
    'oidc_requests',
  ]
  for (const table of atTheDoor) {
    await db.raw(`
      alter table ${table} enable row level security; alter table ${table} force row level security;
      create policy app_auth on ${table} to app_auth using (true) with check (true);
      grant select, insert, update, delete on ${table} to app_auth`)
  }
  // FORCE binds the tables' owner too; end_sessions() must still work for it.
  for (const table of ['sign_in_steps', 'temporary_passwords', 'one_time_links']) {
    await db.raw(`create policy platform on ${table} to current_user using (true)`)
  }
  await db.raw(`
    create policy app_owner on owner_oidc to app_owner using (${OWNER}) with check (${OWNER});
    grant select (owner_id, issuer, client_id, label, active, updated_at), insert, delete,
      update (issuer, client_id, client_secret, label, active, updated_at) on owner_oidc to app_owner;

    alter table security_events enable row level security; alter table security_events force row level security;
    create policy app_installer on security_events to app_installer using (${COMPANY}) with check (${COMPANY});
    create policy app_owner on security_events to app_owner using (${OWNER}) with check (${OWNER});
    create policy app_operator on security_events to app_operator using (true) with check (true);
    create policy app_auth on security_events to app_auth using (true) with check (true);
    grant select, insert on security_events to app_installer, app_owner, app_auth;
    grant select on security_events to app_operator;
  `)
}
