alter table notes enable row level security;
alter table notes force row level security;

create policy app_installer on notes to app_installer
  using (company_id = (select app.company_id()) and audience <> 'owner')
  with check (company_id = (select app.company_id()) and audience <> 'owner');
create policy app_owner on notes to app_owner
  using (owner_id = (select app.owner_id()) and sent and audience <> 'company')
  with check (owner_id = (select app.owner_id()) and sent and audience <> 'company');
create policy platform on notes to current_user using (true);

grant select, insert on notes to app_installer, app_owner;
