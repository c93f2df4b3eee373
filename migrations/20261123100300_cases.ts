import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
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

    -- Lists look at open cases, newest event first; the archive has its own.
    create index cases_company_open on cases (company_id, last_event_at desc, id desc)
      where status not in ('closed', 'archived', 'cancelled');
    create index cases_company_closed on cases (company_id, last_event_at desc, id desc)
      where status in ('closed', 'archived', 'cancelled');
    create index cases_responsible_open on cases (company_id, responsible_id, last_event_at desc, id desc)
      where status not in ('closed', 'archived', 'cancelled');
    create index cases_owner_open on cases (owner_id, last_event_at desc, id desc)
      where status not in ('closed', 'archived', 'cancelled') and submitted_at is not null;
    create index cases_owner_closed on cases (owner_id, last_event_at desc, id desc)
      where status in ('closed', 'archived', 'cancelled') and submitted_at is not null;
    create index cases_owner_queue on cases (owner_id, handler_id, due_on, id)
      where status in ('submitted', 'completed');
    create index cases_company_inbox on cases (company_id, responsible_id, status_since desc, id desc)
      where status in ('notice_rejected', 'completion_rejected', 'consented');
    create index cases_copied_from on cases (copied_from_id) where copied_from_id is not null;
    create index cases_job_type on cases (job_type_id);

    -- Rows that hang on a case carry both tenants and whether it was sent, so that their policies are equalities;
    -- the foreign keys keep all three true, also when the case is sent (on update cascade).
    create table case_events (
      id bigint generated always as identity primary key,
      case_id bigint not null,
      owner_id int not null,
      company_id int,
      sent boolean not null,
      audience text not null check (audience in ('all', 'owner', 'company')),
      at timestamptz not null default app.now(),
      side text not null check (side in ('installer', 'owner', 'operator', 'system')),
      actor_id int references users,
      actor_name text not null,
      -- A transition of domain/workflow/status.ts or an event of cases/page/timeline.ts.
      action text not null,
      from_status text,
      to_status text,
      revision int,
      comment text,
      -- {codes, fields, attachments} of a rejection; {changes: [{key, label, from, to}]} of a save; …
      details jsonb not null default '{}',
      foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade,
      foreign key (case_id, company_id) references cases (id, company_id)
    );
    create index case_events_case on case_events (case_id, id);

    create table case_revisions (
      case_id bigint not null,
      owner_id int not null,
      company_id int,
      sent boolean not null,
      revision int not null,
      at timestamptz not null default app.now(),
      sent_by int references users,
      notice jsonb not null,
      completion jsonb not null,
      -- [{id, kind, name}] at that moment.
      attachments jsonb not null,
      primary key (case_id, revision),
      foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade,
      foreign key (case_id, company_id) references cases (id, company_id)
    );

    create table notes (
      id bigint generated always as identity primary key,
      case_id bigint not null,
      owner_id int not null,
      company_id int,
      sent boolean not null,
      audience text not null check (audience in ('all', 'owner', 'company')),
      at timestamptz not null default app.now(),
      side text not null check (side in ('installer', 'owner')),
      author_id int not null references users,
      author_name text not null,
      subject text not null,
      body text not null,
      foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade,
      foreign key (case_id, company_id) references cases (id, company_id)
    );
    create index notes_case on notes (case_id, id);

    create table attachments (
      id bigint generated always as identity primary key,
      case_id bigint not null,
      owner_id int not null,
      company_id int,
      sent boolean not null,
      audience text not null check (audience in ('all', 'owner', 'company')),
      side text not null check (side in ('installer', 'owner')),
      kind text not null,
      name text not null,
      media_type text not null,
      size bigint not null check (size >= 0),
      sha256 bytea not null,
      uploaded_at timestamptz not null default app.now(),
      uploaded_by int not null references users,
      uploaded_by_name text not null,
      deleted_at timestamptz,
      unique (id, owner_id, sent, audience),
      unique (id, company_id),
      foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade,
      foreign key (case_id, company_id) references cases (id, company_id)
    );
    create index attachments_case on attachments (case_id, id);

    create table attachment_chunks (
      attachment_id bigint not null,
      owner_id int not null,
      company_id int,
      sent boolean not null,
      audience text not null,
      seq int not null,
      bytes bytea not null,
      primary key (attachment_id, seq),
      foreign key (attachment_id, owner_id, sent, audience)
        references attachments (id, owner_id, sent, audience) on update cascade,
      foreign key (attachment_id, company_id) references attachments (id, company_id)
    );
    -- Photos and PDFs are packed already.
    alter table attachment_chunks alter column bytes set storage external;

    -- What a handläggare writes in the network data for the owner's eyes alone (x_intern): never in the row both read.
    create table case_internals (
      case_id bigint primary key,
      owner_id int not null,
      sent boolean not null,
      consent jsonb not null default '{}',
      foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade
    );

    -- A form that creates or decides carries a one-time key: a double click or reload finds where the first one led.
    create table request_keys (
      user_id int not null references users,
      key text not null check (length(key) between 16 and 64),
      location text not null,
      created_at timestamptz not null default app.now(),
      primary key (user_id, key)
    );
    create index request_keys_age on request_keys (user_id, created_at);
  `)
}
