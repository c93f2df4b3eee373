alter table retention_runs enable row level security;
alter table retention_runs force row level security;

create policy app_installer on retention_runs for select to app_installer using (company_id = (select app.company_id()));
create policy app_owner on retention_runs for select to app_owner using (owner_id = (select app.owner_id()));
create policy app_worker on retention_runs for insert to app_worker with check (true);
create policy platform on retention_runs to current_user using (true);

grant select on retention_runs to app_installer, app_owner;
grant insert (owner_id, company_id, kind, gone) on retention_runs to app_worker;
