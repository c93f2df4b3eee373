alter table case_revisions enable row level security;
alter table case_revisions force row level security;

create policy app_installer on case_revisions to app_installer
  using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()));
create policy app_owner on case_revisions to app_owner
  using (owner_id = (select app.owner_id()) and sent) with check (owner_id = (select app.owner_id()) and sent);
create policy platform on case_revisions to current_user using (true);

grant select, insert on case_revisions to app_installer, app_owner;
