-- What hangs on a case: its log, what was sent, notes and files, and what deciding needs beside it.
--
-- Rows that hang on a case carry both tenants and whether it was sent, so that their policies are equalities; the foreign
-- keys keep all three true, also when the case is sent (on update cascade).

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
-- A company's record with an owner: what was decided on what it sent.
create index case_events_decisions on case_events (owner_id, company_id, at)
  where action in ('approve', 'approveAndClose', 'autoApprove', 'reject');
-- What the statistics of a network owner ask for, by time: the moves of its cases.
create index case_events_moves on case_events (owner_id, at)
  where from_status is distinct from to_status or action = 'hold';

-- One row of the log for each time somebody sits down with the form (docs/domain.md 2.6). The row of the log is written at
-- the first save and never changed; what the sitting came to is kept here, told as it was before the sitting and as it is
-- now, until the case has another event. Then it is sealed for good.
create table case_sittings (
  event_id bigint primary key references case_events,
  case_id bigint not null,
  company_id int not null,
  user_id int not null references users,
  saved_at timestamptz not null default app.now(),
  -- {notice, completion} as they were when the sitting began; null when it is over.
  before jsonb,
  -- [{key, label, from, to}] in words, personal numbers masked.
  changes jsonb not null,
  foreign key (case_id, company_id) references cases (id, company_id)
);
create unique index case_sittings_open on case_sittings (case_id) where before is not null;

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

-- What a handläggare writes in the network data for the owner's eyes alone (x_intern): never in the row both read.
create table case_internals (
  case_id bigint primary key,
  owner_id int not null,
  sent boolean not null,
  consent jsonb not null default '{}',
  foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade
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
-- Whose notes a case has, and for whom, without touching the notes: the symbols of unread and read ask it of many cases.
create index notes_case on notes (case_id, id) include (author_id, owner_id, company_id, sent, audience);
create index notes_author on notes (author_id, case_id) include (owner_id, company_id, sent, audience);
create index notes_owner on notes (owner_id, case_id) where sent;
create index notes_company on notes (company_id, case_id);

-- How far each person has read among the notes of a case: what is newer, and somebody else's, is unread.
create table note_reads (
  user_id int not null references users,
  case_id bigint not null references cases,
  read_to bigint not null,
  primary key (user_id, case_id)
);
create index note_reads_case on note_reads (case_id);

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
  -- What was sent cannot be taken away, but be said to hold no longer (docs/domain.md 3.4).
  outdated_at timestamptz,
  unique (id, owner_id, sent, audience),
  unique (id, company_id),
  foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade,
  foreign key (case_id, company_id) references cases (id, company_id)
);
create index attachments_case on attachments (case_id, id);
create index attachments_owner on attachments (owner_id, case_id) where sent and deleted_at is null;
create index attachments_company on attachments (company_id, case_id) where deleted_at is null;

create table attachment_chunks (
  attachment_id bigint not null,
  owner_id int not null,
  company_id int,
  sent boolean not null,
  audience text not null,
  seq int not null,
  bytes bytea storage external not null,
  primary key (attachment_id, seq),
  foreign key (attachment_id, owner_id, sent, audience)
    references attachments (id, owner_id, sent, audience) on update cascade,
  foreign key (attachment_id, company_id) references attachments (id, company_id)
);

-- How a case stood before a decision that can still be undone. Of the person who decided, and nobody else.
create table case_undos (
  case_id bigint not null,
  owner_id int not null,
  sent boolean not null,
  user_id int not null references users,
  at timestamptz not null default app.now(),
  move text not null,
  -- The version the decision made: another one means that somebody has acted since.
  version int not null,
  -- The columns that the decision wrote, as they were.
  before jsonb not null,
  internal jsonb not null,
  -- The newest row of the log and of the outbox before it.
  last_event bigint not null,
  last_mail bigint not null,
  until timestamptz not null default app.now() + interval '60 seconds',
  -- The deed it was a part of, as the page of what was done names it.
  batch text,
  primary key (case_id, user_id),
  foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade on delete cascade
);
create index case_undos_user on case_undos (user_id);

-- A consent that one handläggare proposes and another confirms. It holds for the station it was proposed at: a case that
-- has left it and come back has another status_since.
create table case_proposals (
  case_id bigint primary key,
  owner_id int not null,
  sent boolean not null,
  move text not null,
  status_since timestamptz not null,
  user_id int not null references users,
  user_name text not null,
  at timestamptz not null default app.now(),
  consent jsonb not null default '{}',
  internal jsonb not null default '{}',
  foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade on delete cascade
);
create index case_proposals_user on case_proposals (user_id);

-- Who has a case before them. Gone in a minute, so not worth the write-ahead log.
create unlogged table case_presence (
  case_id bigint not null,
  owner_id int not null,
  sent boolean not null,
  user_id int not null references users,
  writing boolean not null,
  seen_at timestamptz not null default app.now(),
  primary key (case_id, user_id),
  foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade on delete cascade
);
create index case_presence_user on case_presence (user_id);
