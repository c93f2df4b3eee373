-- Accounts: people, how they prove who they are, and the record of what happened at the door.

create table users (
  id int generated always as identity primary key,
  username text not null unique check (username = lower(username) and username ~ '^[a-z0-9._-]{2,60}$'),
  password_hash text,
  kind text not null check (kind in ('installer', 'owner', 'operator')),
  company_id int references companies,
  owner_id int references owners,
  name text not null,
  phone text,
  email text,
  locale text not null default 'sv' check (locale in ('sv', 'en')),
  is_admin boolean not null default false,
  active boolean not null default true,
  created_at timestamptz not null default app.now(),
  -- Any list, as it stands, can be where its reader begins (the tick Standard). \x3f is the question mark.
  start_page text not null default '/inbox'
    check (start_page ~ '^/[a-z][a-z/-]*($|\x3f\S*$)' and length(start_page) <= 2000),
  password_changed_at timestamptz,
  has_password boolean not null generated always as (password_hash is not null) stored,
  invited_at timestamptz,
  deactivated_at timestamptz,
  -- How decisions reach this person, within the company's minimum: at once, gathered once a day, or not by mail.
  mail_pace text not null default 'now' check (mail_pace in ('now', 'daily', 'never')),
  quiet_from time,
  quiet_to time,
  -- Of a network owner's people (docs/domain.md 6): H handläggare, B beredning, K kundservice, M montör, L läsa, A answers
  -- applications from companies. What each may do is written in src/domain/rights.ts. Of no account for other kinds.
  permission_sets text[] not null default '{H}'
    check (permission_sets <@ '{H,B,K,M,L,A}' and cardinality(permission_sets) > 0),
  unique (id, company_id),
  unique (id, owner_id),
  check ((kind = 'installer') = (company_id is not null)),
  check ((kind = 'owner') = (owner_id is not null)),
  check ((quiet_from is null) = (quiet_to is null))
);
create index users_company on users (company_id);
create index users_owner on users (owner_id);

create table sessions (
  token_hash bytea primary key,
  user_id int not null references users,
  created_at timestamptz not null default app.now(),
  last_seen_at timestamptz not null default app.now(),
  expires_at timestamptz not null,
  user_agent text,
  id bigint generated always as identity unique,
  method text not null default 'password',
  address text
);
create index sessions_user on sessions (user_id);

-- Tries at sign-in, per account and per address, across processes and restarts (rate-limiter-flexible's shape).
create table rate_limits (key text primary key, points int not null default 0, expire bigint);

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

-- Sign-in at the owner's own provider (OpenID Connect).
create table owner_oidc (
  owner_id int primary key references owners,
  issuer text not null,
  client_id text not null,
  client_secret bytea not null,
  label text not null,
  active boolean not null default false,
  updated_at timestamptz not null default app.now(),
  -- Does who comes from the provider come in two steps, whether it says so in each token or not (ASVS 6.8.4)?
  two_steps boolean not null default false
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
create index oidc_requests_owner on oidc_requests (owner_id);

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

-- A form that creates or decides carries a one-time key: a double click or reload finds where the first one led.
create table request_keys (
  user_id int not null references users,
  key text not null check (length(key) between 16 and 64),
  location text not null,
  created_at timestamptz not null default app.now(),
  primary key (user_id, key)
);
create index request_keys_age on request_keys (user_id, created_at);
