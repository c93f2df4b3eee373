alter table case_sittings enable row level security;
alter table case_sittings force row level security;

create policy app_installer on case_sittings for select to app_installer using (company_id = (select app.company_id()));
create policy app_installer_begin on case_sittings for insert to app_installer
  with check (company_id = (select app.company_id()) and user_id = (select app.user_id()));
create policy app_installer_go_on on case_sittings for update to app_installer
  using (company_id = (select app.company_id()) and user_id = (select app.user_id()) and before is not null);
-- The owner reads the same log; saves are none of its business.
create policy app_owner on case_sittings for select to app_owner using (false);
create policy platform on case_sittings to current_user using (true);

grant select, insert, update (saved_at, changes) on case_sittings to app_installer;
grant select on case_sittings to app_owner;
