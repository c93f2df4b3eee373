alter table case_reads enable row level security;
alter table case_reads force row level security;

-- Written for oneself; each side reads of its own people.
create policy app_installer on case_reads for select to app_installer using (company_id = (select app.company_id()));
create policy app_installer_writes on case_reads for insert to app_installer
  with check (company_id = (select app.company_id()) and user_id = (select app.user_id()));
create policy app_owner on case_reads for select to app_owner using (owner_id = (select app.owner_id()));
create policy app_owner_writes on case_reads for insert to app_owner
  with check (owner_id = (select app.owner_id()) and user_id = (select app.user_id()));
create policy platform on case_reads to current_user using (true);

grant select, insert (case_id, user_id, day, owner_id, company_id, user_name) on case_reads to app_installer, app_owner;
