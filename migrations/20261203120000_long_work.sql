-- Long work of every kind goes the way of the exports: asked for in a page, done by the worker as that person, looked at
-- meanwhile. The table keeps the name of the first kind: processes of the version before read and write it too.

alter table exports
  add column kind text not null default 'export' check (kind in ('export', 'facilities', 'people')),
  -- Whose turn it takes: one at a time for a tenant.
  add column company_id integer default app.company_id() references companies,
  add column owner_id integer default app.owner_id() references owners,
  add column input jsonb not null default '{}',
  -- Where it led and what is said there, or why it came to nothing.
  add column result jsonb,
  -- The worker that has it in hand says so now and then.
  add column heard_at timestamptz;

alter table exports alter column format drop not null;
alter table exports drop constraint exports_status_check;
alter table exports add constraint exports_status_check
  check (status in ('waiting', 'running', 'ready', 'failed', 'cancelled'));
alter table exports add constraint exports_have_format check (kind <> 'export' or format is not null);

create index exports_going_company on exports (company_id, id) where status in ('waiting', 'running') and company_id is not null;
create index exports_going_owner on exports (owner_id, id) where status in ('waiting', 'running') and owner_id is not null;
