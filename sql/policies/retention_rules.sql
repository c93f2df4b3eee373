alter table retention_rules enable row level security;
alter table retention_rules force row level security;

create policy app_installer on retention_rules to app_installer
  using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()));
create policy app_owner on retention_rules to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy platform on retention_rules to current_user using (true);

grant select, insert (company_id, kind, days, set_by_name), update (days, set_at, set_by_name) on retention_rules to app_installer;
grant select, insert (owner_id, kind, days, set_by_name), update (days, set_at, set_by_name) on retention_rules to app_owner;
