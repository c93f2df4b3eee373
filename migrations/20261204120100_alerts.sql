-- What a person is told of a case without anybody's having decided on it: reminders, and what happened that concerns them
-- (src/alerts). One row for each thing and person, so that nothing is told twice. It stands in the inbox until the case is opened.
create table alerts (
  id bigint generated always as identity primary key,
  case_id bigint not null references cases (id) on delete cascade,
  user_id int not null references users (id),
  -- The tenant of that person.
  owner_id int references owners (id),
  company_id int references companies (id),
  kind text not null check (kind in ('late', 'escalated', 'order', 'temporary', 'returned', 'consent', 'draft', 'deviation', 'proposal', 'left')),
  -- Which thing of that kind: the day, the order.
  about text not null,
  -- What was written about it, by whom.
  words text not null default '',
  words_by text not null default '',
  at timestamptz not null default app.now(),
  opened_at timestamptz,
  unique (case_id, user_id, kind, about),
  check ((owner_id is null) <> (company_id is null))
);
create index alerts_unopened on alerts (user_id, id) where opened_at is null;
create index alerts_owner on alerts (owner_id);
create index alerts_company on alerts (company_id);

alter table users add column alerts_off text[] not null default '{}';
alter table owners
  add column remind_late boolean not null default true,
  add column remind_escalated boolean not null default true,
  add column remind_order boolean not null default true,
  add column remind_temporary boolean not null default true,
  add column remind_returned boolean not null default true,
  add column remind_consent boolean not null default true;
