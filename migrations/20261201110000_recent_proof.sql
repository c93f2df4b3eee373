-- Re-authentication before a deed that decides who gets in (ASVS 7.5.1), the way back for an address that was changed, who
-- did what to whose account, and a sign-in provider that two administrators change where four eyes are demanded.

-- When the person of this session last showed who they are, beyond having the session. Signing in does not count.
alter table sessions add column proven_at timestamptz;

-- A posted form that waits while its person signs in at their provider once more: sealed, and this session's alone.
create table held_forms (
  token_hash bytea primary key,
  session_id bigint not null references sessions (id) on delete cascade,
  held bytea not null,
  expires_at timestamptz not null
);
create index held_forms_session on held_forms (session_id);

-- A sign-in at the provider that proves who has this session, and begins none.
alter table oidc_requests add column proof_session bigint;

alter table one_time_links drop constraint one_time_links_check;
alter table one_time_links drop constraint one_time_links_purpose_check;
alter table one_time_links add constraint one_time_links_purpose_check
  check (purpose in ('invitation', 'email', 'email-back'));
alter table one_time_links add constraint one_time_links_check
  check ((purpose in ('email', 'email-back')) = (email is not null));

-- Who did it, beside the name: two people are told apart by this.
alter table security_events add column by_id int references users (id);
-- What the administrators read of their tenant: not every sign-in.
create index security_events_company_deeds on security_events (company_id, id desc)
  where company_id is not null and event not in ('signed-in', 'wrong-password', 'wrong-code');
create index security_events_owner_deeds on security_events (owner_id, id desc)
  where owner_id is not null and event not in ('signed-in', 'wrong-password', 'wrong-code');
create index security_events_by on security_events (by_id, user_id) where by_id is not null;

-- At most one proposal an owner; who makes another replaces it, and it then has another id.
create table provider_proposals (
  owner_id int primary key references owners (id),
  id bigint not null generated always as identity unique,
  user_id int not null references users (id),
  user_name text not null,
  at timestamptz not null default app.now(),
  removes boolean not null default false,
  issuer text,
  client_id text,
  -- null: the secret stays as it is.
  client_secret bytea,
  label text,
  active boolean not null default false,
  two_steps boolean not null default false,
  check (removes or (issuer is not null and client_id is not null and label is not null))
);
create index provider_proposals_user on provider_proposals (user_id);
