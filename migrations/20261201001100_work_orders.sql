-- What a network owner's montörer are sent out to do on a case. The case's columns about orders follow these rows by
-- app.follow_orders().

create table work_orders (
  id bigint generated always as identity primary key,
  case_id bigint not null,
  owner_id int not null,
  sent boolean not null,
  -- '2027-000001-1': the case's number and which of its orders.
  number text not null,
  seq int not null,
  -- Which facility of a block, counted from 1.
  facility_row int not null default 1 check (facility_row > 0),
  kind text not null check (kind in ('mount', 'swap', 'remove', 'connect', 'disconnect', 'inspect', 'other')),
  state text not null default 'created' check (state in ('created', 'released', 'reported', 'cancelled')),
  fitter_id int,
  fitter_name text,
  planned_on date,
  access text not null default '',
  -- What whoever goes there has to know, and no more of the case: address, contact, meter (work-orders/instructions.ts).
  sheet jsonb not null default '{}',
  outcome text check (outcome in ('done', 'deviating')),
  report text not null default '',
  meter_number text,
  meter_reading numeric(12, 3) check (meter_reading >= 0),
  -- Ids of attachments.
  photos bigint[] not null default '{}',
  created_at timestamptz not null default app.now(),
  created_by_name text not null,
  released_at timestamptz,
  reported_at timestamptz,
  reported_by_name text,
  cancelled_at timestamptz,
  reason text,
  -- A deviation is open until somebody has seen to it.
  settled_at timestamptz,
  settled_by_name text,
  -- What the montör has been told of an order: only what differs is worth a mail.
  told jsonb,
  unique (case_id, seq),
  foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade,
  foreign key (fitter_id, owner_id) references users (id, owner_id),
  check ((fitter_id is null) = (fitter_name is null)),
  check ((state = 'reported') = (outcome is not null)),
  check ((state = 'cancelled') = (cancelled_at is not null))
);
create unique index work_orders_open on work_orders (case_id, facility_row) where state in ('created', 'released');
create index work_orders_fitter on work_orders (fitter_id, state, (coalesce(planned_on, 'infinity')), id)
  where fitter_id is not null;
create index work_orders_list on work_orders (owner_id, state, (coalesce(planned_on, 'infinity')), id);
create index work_orders_deviating on work_orders (owner_id, reported_at, id)
  where outcome = 'deviating' and settled_at is null;
