-- What a network owner has decided about its forms: versions that are published whole, and the draft of the next.

-- Published once, never changed: cases keep the version they began with.
create table configurations (
  id int generated always as identity primary key,
  owner_id int not null references owners,
  version int not null,
  published_at timestamptz not null default app.now(),
  -- Coded reasons to reject with: [{code, text, phase}] (docs/domain.md 3.5).
  rejection_reasons jsonb not null,
  -- Words that handläggare reuse, with merge fields in braces: [{code, title, text, use}].
  standard_texts jsonb not null default '[]',
  -- How decisions are made at this network owner; absent keys mean the plain way.
  rules jsonb not null default '{}',
  unique (owner_id, version),
  unique (id, owner_id)
);

create table job_types (
  id int generated always as identity primary key,
  configuration_id int not null,
  owner_id int not null,
  code text not null,
  name text not null,
  type_code text not null,
  type_name text not null,
  flow text not null check (flow in ('F', 'D', 'G')),
  active boolean not null default true,
  position int not null,
  -- A JobType of src/domain/forms/definition.ts.
  definition jsonb not null,
  unique (configuration_id, code),
  unique (id, owner_id, flow),
  foreign key (configuration_id, owner_id) references configurations (id, owner_id)
);
create index job_types_owner on job_types (owner_id, configuration_id, position);

-- What was published as its administrators see it, hidden fields and all (Content of src/configuration/content.ts);
-- job_types hold what came of it. Of the network owner alone: a version that was seeded has none.
create table configuration_contents (
  configuration_id int primary key,
  owner_id int not null,
  content jsonb not null,
  -- Rules of it, for the worker, which asks every minute.
  rules jsonb not null,
  published_by_name text not null,
  note text not null default '',
  -- Rolled back: the version that was published anew.
  restored_version int,
  foreign key (configuration_id, owner_id) references configurations (id, owner_id)
);
create index configuration_contents_owner on configuration_contents (owner_id);

-- At most one per owner. With a day it waits for it, and is not changed meanwhile.
create table configuration_drafts (
  owner_id int primary key references owners,
  content jsonb not null,
  based_on int not null,
  publish_on date,
  publish_note text not null default '',
  publish_by_name text,
  started_at timestamptz not null default app.now(),
  started_by_name text not null,
  changed_at timestamptz not null default app.now(),
  changed_by_name text not null,
  foreign key (based_on, owner_id) references configurations (id, owner_id)
);

-- Who changed what, and what became of it; nobody edits it.
create table configuration_changes (
  id bigint generated always as identity primary key,
  owner_id int not null references owners,
  at timestamptz not null default app.now(),
  actor_name text not null,
  action text not null check (action in ('change', 'publish', 'schedule', 'unschedule', 'discard', 'restore')),
  version int,
  -- [{place, what, from, to}]
  details jsonb not null default '[]'
);
create index configuration_changes_owner on configuration_changes (owner_id, id);

-- Files of a draft and of the versions that were: the network owner's own, until something of them is published.
create table configuration_files (
  id int generated always as identity primary key,
  owner_id int not null references owners,
  name text not null,
  media_type text not null,
  size bigint not null check (size > 0),
  sha256 bytea not null,
  uploaded_at timestamptz not null default app.now(),
  uploaded_by_name text not null,
  unique (id, owner_id)
);
create index configuration_files_owner on configuration_files (owner_id);
create table configuration_file_chunks (
  file_id int not null,
  owner_id int not null,
  seq int not null,
  bytes bytea storage external not null,
  primary key (file_id, seq),
  foreign key (file_id, owner_id) references configuration_files (id, owner_id) on delete cascade
);
alter table owners add foreign key (logo_file, id) references configuration_files (id, owner_id);

-- Forms of the network owner to be filled in and sent along (mallar), by job type; none named: for all.
create table document_templates (
  id int generated always as identity primary key,
  owner_id int not null references owners,
  title text not null,
  help text not null default '',
  job_codes text[] not null default '{}',
  valid_from date not null,
  valid_to date,
  version int not null default 1,
  name text not null,
  media_type text not null,
  size bigint not null check (size > 0),
  sha256 bytea not null,
  uploaded_at timestamptz not null default app.now(),
  uploaded_by_name text not null,
  -- Replaced by a newer version, or taken away.
  ended_at timestamptz,
  -- Which of the configuration's files it is a copy of.
  file_id int not null,
  -- The same for every version of one template.
  code text not null,
  unique (id, owner_id),
  check (valid_to is null or valid_to >= valid_from),
  foreign key (file_id, owner_id) references configuration_files (id, owner_id)
);
create index document_templates_live on document_templates (owner_id, title) where ended_at is null;
create index document_templates_file on document_templates (file_id);
create table document_template_chunks (
  template_id int not null,
  owner_id int not null,
  seq int not null,
  bytes bytea storage external not null,
  primary key (template_id, seq),
  foreign key (template_id, owner_id) references document_templates (id, owner_id)
);
