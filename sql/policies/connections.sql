alter table connections enable row level security;
alter table connections force row level security;

-- A company applies and ends; it never approves itself. An owner decides.
create policy app_installer on connections for select to app_installer using (company_id = (select app.company_id()));
create policy app_installer_applies on connections for insert to app_installer
  with check (company_id = (select app.company_id()) and status = 'applied');
create policy app_installer_changes on connections for update to app_installer
  using (company_id = (select app.company_id()) and status in ('draft', 'refused', 'ended', 'approved'))
  with check (company_id = (select app.company_id()) and status in ('applied', 'ended'));
create policy app_owner on connections to app_owner
  using (owner_id = (select app.owner_id()) and status <> 'draft')
  with check (owner_id = (select app.owner_id()) and status <> 'draft');
create policy app_operator on connections to app_operator using (true) with check (true);
create policy app_auth on connections to app_auth using (true) with check (status = 'applied');
create policy platform on connections to current_user using (true);

grant select,
  insert (company_id, owner_id, status, applied_at, message),
  update (status, reason, decided_at, applied_at, message, decided_by_name) on connections to app_installer;
grant select,
  update (status, reason, decided_at, decided_by_name, register_checked_on, register_checked_by_name)
  on connections to app_owner;
grant select on connections to app_operator;
grant select, insert on connections to app_auth;
