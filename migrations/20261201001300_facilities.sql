-- The network owner's facilities, behind 'Hämta anl-data': a register of its own or its own service, and who has asked.

-- One file that was read. Its rows wait beside the register until somebody has seen them and takes them into use.
create table facility_imports (
  id int primary key generated always as identity,
  owner_id int not null references owners (id),
  status text not null default 'read' check (status in ('read', 'current', 'replaced')),
  file_name text not null,
  read_at timestamptz not null default app.now(),
  read_by_name text not null,
  used_at timestamptz,
  used_by_name text,
  good int not null default 0,
  bad int not null default 0,
  -- The first rows that could not be read: [{line, errors: {column: message}}].
  problems jsonb not null default '[]',
  -- Headings of columns that are not ours to keep, such as the customer's name.
  ignored text[] not null default '{}',
  unique (id, owner_id)
);
create unique index facility_imports_current on facility_imports (owner_id) where status = 'current';
create index facility_imports_owner on facility_imports (owner_id, id desc);

-- Places and numbers, and nobody's name: a register holds no customer.
create table facilities (
  import_id int not null,
  owner_id int not null,
  facility_id text not null check (facility_id ~ '^735999[0-9]{12}$'),
  infeed_id text check (infeed_id ~ '^735999[0-9]{12}$'),
  meter_number text,
  technical_number text,
  address text,
  postcode text,
  city text,
  property text,
  municipality text,
  apartment text,
  fuse int check (fuse between 1 and 9999),
  phases text check (phases in ('1', '3')),
  primary key (import_id, facility_id),
  foreign key (import_id, owner_id) references facility_imports (id, owner_id) on delete cascade
);
create index facilities_meter on facilities (import_id, meter_number);
create index facilities_infeed on facilities (import_id, infeed_id) where infeed_id is not null;

create table facility_services (
  owner_id int primary key references owners (id),
  address text not null,
  header text not null,
  -- Sealed (src/sign-in/accounts/encryption.ts).
  secret bytea not null,
  timeout_ms int not null check (timeout_ms between 500 and 10000),
  updated_at timestamptz not null default app.now(),
  updated_by_name text not null
);

create table facility_lookups (
  id bigint primary key generated always as identity,
  owner_id int not null references owners (id),
  company_id int not null references companies (id),
  case_id bigint,
  user_id int not null references users (id),
  user_name text not null,
  company_name text not null,
  at timestamptz not null default app.now(),
  source text not null check (source in ('off', 'register', 'service')),
  key text not null check (key in ('facility', 'meter')),
  asked text not null,
  code int not null,
  overwrite boolean not null,
  foreign key (case_id, company_id) references cases (id, company_id) on delete set null (case_id)
);
create index facility_lookups_owner on facility_lookups (owner_id, id desc);
create index facility_lookups_case on facility_lookups (case_id);
create index facility_lookups_age on facility_lookups (at);
