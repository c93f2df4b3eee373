-- The two kinds of tenants: network owners with their areas, and installer companies.

create table owners (
  id int generated always as identity primary key,
  code text not null unique check (code ~ '^[A-Z]{2,5}$'),
  name text not null,
  org_number text not null unique check (org_number ~ '^[0-9]{10}$'),
  gln text check (gln ~ '^[0-9]{13}$'),
  phone text,
  email text,
  opening_hours text,
  -- Shown white on red above every new notice (the trade's "informationstext").
  information text,
  fuse_ladder int[] not null default '{16,20,25,35,50,63,80,100,125,160,200,250,315,400,500,630}',
  -- Fuses within one interval may be changed without consent: '[[16,20,25],[35],[50,63]]'.
  fuse_intervals jsonb not null default '[[16,20,25],[35],[50,63]]',
  decision_days int not null default 10 check (decision_days between 1 and 400),
  completion_days int not null default 5 check (completion_days between 1 and 400),
  completion_lead_days int not null default 5 check (completion_lead_days between 0 and 60),
  consent_months int not null default 6 check (consent_months between 1 and 60),
  strict_area boolean not null default false,
  withdrawal_allowed boolean not null default true,
  consent_revocable boolean not null default true,
  mail_received boolean not null default false,
  mail_withdrawn boolean not null default true,
  certificate_required boolean not null default false,
  -- manual: by hand; known: at once when another owner has approved the company; registered: at once when it stands in
  -- Elsäkerhetsverket's register; open: every company at once; closed: not open for companies yet, and not offered to them.
  admission text not null default 'manual' check (admission in ('manual', 'known', 'registered', 'open', 'closed')),
  created_at timestamptz not null default app.now(),
  -- A tenant's own rules for passwords; what is absent is the platform's (src/sign-in/accounts/policy.ts).
  password_policy jsonb not null default '{}',
  two_step_required boolean not null default false,
  -- How the owner's own entrance looks (/n/nel).
  entry_text text,
  accent text check (accent ~ '^#[0-9a-f]{6}$'),
  logo bytea check (octet_length(logo) <= 300000),
  logo_type text check (logo_type in ('image/png', 'image/jpeg', 'image/webp')),
  -- What stands behind 'Hämta anl-data'.
  facility_source text not null default 'off' check (facility_source in ('off', 'register', 'service')),
  -- How old the check of a company at Elsäkerhetsverket may be (V21); null: never told.
  register_check_months int check (register_check_months between 1 and 60),
  -- Which file of the configuration the logotype is.
  logo_file int,
  -- Taken out of use by an operator: nobody of it comes in, nothing new comes to it.
  deactivated_at timestamptz,
  deactivated_reason text check (length(deactivated_reason) >= 10),
  -- Whether a company that is blocked or has ended may finish what it has begun (docs/domain.md 7.3).
  finish_when_stopped boolean not null default true,
  check ((logo is null) = (logo_type is null)),
  check ((deactivated_at is null) = (deactivated_reason is null))
);
create index owners_logo_file on owners (logo_file) where logo_file is not null;

create table areas (
  id int generated always as identity primary key,
  owner_id int not null references owners,
  code text not null unique check (code ~ '^[A-ZÅÄÖ][A-ZÅÄÖ0-9]{2}$'),
  name text not null,
  -- M08 and M09 go here.
  email text,
  -- No longer the owner's: old cases still name it, new ones cannot.
  ended_at timestamptz,
  unique (id, owner_id)
);
create index areas_owner on areas (owner_id);

create table area_postcodes (
  area_id int not null,
  owner_id int not null,
  postcode_from text not null check (postcode_from ~ '^[1-9][0-9]{4}$'),
  postcode_to text not null check (postcode_to ~ '^[1-9][0-9]{4}$'),
  primary key (area_id, postcode_from),
  foreign key (area_id, owner_id) references areas (id, owner_id),
  check (postcode_from <= postcode_to)
);
create index area_postcodes_owner on area_postcodes (owner_id, postcode_from, postcode_to);

create table companies (
  id int generated always as identity primary key,
  name text not null,
  org_number text not null unique,
  address text,
  postcode text,
  city text,
  phone text,
  email text,
  compliance_name text,
  compliance_type text check (compliance_type in ('A', 'AL', 'B')),
  mail_enabled boolean not null default true,
  mail_approved boolean not null default true,
  mail_notice_rejected boolean not null default true,
  mail_completion_approved boolean not null default true,
  mail_completion_rejected boolean not null default true,
  status text not null default 'active' check (status in ('waiting', 'active', 'blocked')),
  created_at timestamptz not null default app.now(),
  password_policy jsonb not null default '{}',
  two_step_required boolean not null default false,
  -- The least that its people may choose (users.mail_pace).
  mail_minimum text not null default 'never' check (mail_minimum in ('now', 'daily', 'never'))
);

-- What the owner has read in of Elsäkerhetsverket's register: nobody else's business, and replaced whole.
create table register_entries (
  owner_id int not null references owners (id),
  org_number text not null check (org_number ~ '^[0-9]{10}$'),
  read_on date not null,
  read_by_name text not null,
  primary key (owner_id, org_number)
);
