-- How long personal data is kept (docs/personal-data.md). A network owner decides for the cases it has, a company for its
-- drafts; a kind without a row is kept as src/privacy/kinds.ts says.
create table retention_rules (
  id integer generated always as identity primary key,
  owner_id integer references owners,
  company_id integer references companies,
  kind text not null,
  -- null: kept until further notice.
  days integer check (days between 1 and 36500),
  set_at timestamptz not null default app.now(),
  set_by_name text not null,
  check ((owner_id is null) <> (company_id is null)),
  unique nulls not distinct (owner_id, company_id, kind)
);
create index retention_rules_company on retention_rules (company_id);

-- What a night's work took away, of which kind and how many.
create table retention_runs (
  id bigint generated always as identity primary key,
  owner_id integer references owners,
  company_id integer references companies,
  kind text not null,
  at timestamptz not null default app.now(),
  gone integer not null check (gone >= 0),
  check ((owner_id is null) <> (company_id is null))
);
create index retention_runs_owner on retention_runs (owner_id, id desc);
create index retention_runs_company on retention_runs (company_id, id desc);

-- A case that nothing is taken away from: a dispute, a claim, an inspection.
create table legal_holds (
  case_id bigint primary key,
  owner_id integer not null,
  sent boolean not null,
  reason text not null check (length(reason) between 10 and 1000),
  at timestamptz not null default app.now(),
  user_id integer not null references users,
  user_name text not null,
  foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade
);
create index legal_holds_owner on legal_holds (owner_id, case_id);
create index legal_holds_user on legal_holds (user_id);

-- Who has had a case before their eyes: one row per person, case and day.
create table case_reads (
  case_id bigint not null references cases,
  user_id integer not null references users,
  day date not null,
  owner_id integer references owners,
  company_id integer references companies,
  user_name text not null,
  at timestamptz not null default app.now(),
  primary key (case_id, user_id, day),
  check ((owner_id is null) <> (company_id is null))
);
create index case_reads_owner on case_reads (owner_id, at desc) where owner_id is not null;
create index case_reads_company on case_reads (company_id, at desc) where company_id is not null;
create index case_reads_user on case_reads (user_id);

alter table cases
  -- What named the customer is gone: numbers, and with erased_at everything else too.
  add column identity_erased_at timestamptz,
  add column erased_at timestamptz;
