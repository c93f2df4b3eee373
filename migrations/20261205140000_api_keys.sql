-- What an API key does is done by an account of its tenant's that nobody signs in to: closed, without a password, an
-- address for mail and an administrator's right. What it may do are the scopes of its key.
alter table users add column service boolean not null default false;
alter table users add constraint users_service
  check (not service or (not active and password_hash is null and email is null and phone is null and not is_admin));

create table api_keys (
  id int generated always as identity primary key,
  user_id int not null unique references users (id),
  company_id int default app.company_id() references companies (id),
  owner_id int default app.owner_id() references owners (id),
  -- Of the token endpoint: no secret.
  client_id text not null unique check (client_id ~ '^[0-9a-f]{20}$'),
  name text not null check (length(name) between 1 and 60),
  -- The person who answers for it, and for what it writes where nobody else is named.
  contact_id int not null references users (id),
  scopes text[] not null check (cardinality(scopes) > 0),
  created_at timestamptz not null default app.now(),
  created_by_name text not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  last_address text,
  revoked_at timestamptz,
  revoked_by_name text,
  foreign key (user_id, company_id) references users (id, company_id),
  foreign key (user_id, owner_id) references users (id, owner_id),
  foreign key (contact_id, company_id) references users (id, company_id),
  foreign key (contact_id, owner_id) references users (id, owner_id),
  check ((company_id is null) <> (owner_id is null))
);
create index api_keys_company on api_keys (company_id) where company_id is not null;
create index api_keys_owner on api_keys (owner_id) where owner_id is not null;
create index api_keys_contact on api_keys (contact_id);

-- Both secrets of a key that is being changed are good for some days; access tokens live an hour. Only hashes.
create table api_secrets (
  hash bytea primary key,
  key_id int not null references api_keys (id),
  company_id int default app.company_id() references companies (id),
  owner_id int default app.owner_id() references owners (id),
  kind text not null check (kind in ('secret', 'token')),
  -- Of a token that asked for less than its key may do.
  scopes text[],
  created_at timestamptz not null default app.now(),
  expires_at timestamptz not null,
  check ((company_id is null) <> (owner_id is null))
);
create index api_secrets_key on api_secrets (key_id, created_at);
create index api_secrets_expiry on api_secrets (expires_at);
create index api_secrets_company on api_secrets (company_id) where company_id is not null;
create index api_secrets_owner on api_secrets (owner_id) where owner_id is not null;
