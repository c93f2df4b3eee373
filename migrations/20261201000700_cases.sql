-- The case: one row that both tenants read, the installer's from the first word, the owner's from when it is sent.

create table case_counters (
  owner_id int not null references owners,
  year int not null,
  last int not null,
  primary key (owner_id, year)
);

create table cases (
  id bigint generated always as identity primary key,
  owner_id int not null references owners,
  -- Null only for a case registered by hand for a company the platform does not know.
  company_id int references companies,
  company_name text not null,
  number text not null check (number ~ '^[0-9]{4}-[0-9]{6}$'),
  -- The address of the case: 'NEL-2027-000001'; numbers alone repeat between owners.
  ref text not null unique,
  job_type_id int not null,
  flow text not null,
  type_name text not null,
  job_code text not null,
  job_name text not null,
  area_id int,
  status text not null check (status in ('draft', 'submitted', 'notice_rejected', 'consented', 'completed',
    'completion_rejected', 'closed', 'archived', 'cancelled')),
  previous_status text,
  status_since timestamptz not null default app.now(),
  -- Whose turn it is, and since when: told from the status, kept for sorting.
  turn text check (turn in ('installer', 'owner')),
  turn_since timestamptz not null default app.now(),
  due_on date,
  version int not null default 1,
  revision int not null default 0,
  submitted_at timestamptz,
  -- Has the owner been told of the case? Its rows, and those that hang on it, are the installer's alone until then.
  sent boolean not null generated always as (submitted_at is not null) stored,
  created_by int not null references users,
  responsible_id int,
  responsible_name text,
  handler_id int,
  handler_name text,
  seen_by_installer boolean not null default true,
  seen_by_owner boolean not null default false,

  notice jsonb not null default '{}',
  completion jsonb not null default '{}',
  consent jsonb not null default '{}',
  consent_number text,
  consent_on date,
  consent_valid_to date,

  -- Read by lists and search; written with the answers they come from (cases/workflow/denormalised.ts).
  reference text,
  title text,
  address text,
  orderer text,
  facility_id text,
  meter_number text,
  expected_on date,

  rejected_count int not null default 0,
  removal_requested boolean not null default false,
  manual boolean not null default false,
  hold_reason text check (hold_reason in ('customer', 'grid', 'permit', 'quote', 'other')),
  hold_until date,
  held_at timestamptz,
  preparation text check (preparation in ('requested', 'ongoing', 'done')),
  work_order text check (work_order in ('created', 'reported', 'cancelled')),
  work_order_released boolean not null default false,
  invoicing text check (invoicing in ('not_billable', 'quote_sent', 'quote_ordered', 'invoiced', 'paid')),
  customer_service text check (customer_service in ('requested', 'done', 'registered')),
  documented boolean not null default false,
  transformer boolean not null default false,
  copied_from_id bigint references cases,
  created_at timestamptz not null default app.now(),
  last_event_at timestamptz not null default app.now(),

  -- Symbols 3 and 4 (docs/domain.md 5): how many facilities a case is for, and which of them have a work order.
  facility_count int not null default 1 check (facility_count > 0),
  ordered_rows int[] not null default '{}',
  -- What a line says, in one text and in lower case: the quick search of a list looks through it.
  line_text text generated always as (lower(coalesce(number, '') || ' ' ||
    coalesce(reference, '') || ' ' || coalesce(title, '') || ' ' || coalesce(address, '') || ' ' || coalesce(orderer, '') ||
    ' ' || coalesce(job_name, '') || ' ' || coalesce(company_name, '') || ' ' || coalesce(facility_id, '') || ' ' ||
    coalesce(meter_number, ''))) stored,
  -- The sending that rules for approval by themselves have looked at.
  ruled_revision int not null default 0,
  -- Orders that are not done with, deviations that nobody has settled among them: written by app.follow_orders().
  open_orders int not null default 0,
  preparation_since timestamptz,
  prepared_by text,
  service_since timestamptz,
  -- Symbol 12 as a handläggare has said it; null: as it follows from the answers.
  transformer_by_hand boolean,
  -- Of a company that the platform does not know (T02).
  company_org_number text check (company_org_number ~ '^[0-9]{10}$'),
  company_contact text,
  -- Workdays that were left of the time to answer when it was sent back, where the clock goes on instead of anew.
  days_left int,
  -- What lists are ordered and grouped by, as columns of their own. Under row level security an expression like
  -- coalesce(expected_on, 'infinity') is not looked up in its index: PostgreSQL takes it for one that might leak what it
  -- reads. A plain column is, and needs no visit to the table.
  expected_by date not null generated always as (coalesce(expected_on, 'infinity')) stored,
  due_by date not null generated always as (coalesce(due_on, 'infinity')) stored,
  place_line text not null generated always as (coalesce(address, '')) stored,
  orderer_line text not null generated always as (coalesce(orderer, '')) stored,

  unique (owner_id, number),
  unique (id, owner_id, sent),
  unique (id, company_id),
  foreign key (job_type_id, owner_id, flow) references job_types (id, owner_id, flow),
  foreign key (area_id, owner_id) references areas (id, owner_id),
  foreign key (responsible_id, company_id) references users (id, company_id),
  foreign key (handler_id, owner_id) references users (id, owner_id),

  check (flow = 'F' or status not in ('consented')),
  check (flow <> 'G' or status not in ('completed', 'completion_rejected')),
  check (flow <> 'D' or status not in ('submitted', 'notice_rejected')),
  check (status <> 'draft' or submitted_at is null),
  check (status in ('draft', 'cancelled') or submitted_at is not null),
  check (status <> 'cancelled' or previous_status is not null),
  check (company_id is not null or manual),
  check (turn is not distinct from case
    when status in ('draft', 'notice_rejected', 'consented', 'completion_rejected') then 'installer'
    when status in ('submitted', 'completed', 'closed') then 'owner' end),
  check ((hold_reason is null) = (held_at is null)),
  check (hold_reason is null or status not in ('draft', 'closed', 'archived', 'cancelled'))
);
