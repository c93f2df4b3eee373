-- The operator of the platform: what it has done, and when it reads as a tenant.

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
