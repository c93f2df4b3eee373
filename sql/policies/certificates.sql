alter table certificates enable row level security;
alter table certificates force row level security;

create policy app_installer on certificates to app_installer
  using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()));
create policy app_owner on certificates to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_auth on certificates for insert to app_auth with check (true);
create policy app_auth_reads_own on certificates for select to app_auth using (true);
create policy platform on certificates to current_user using (true);

grant select, insert on certificates to app_installer, app_owner;
grant select (id), insert on certificates to app_auth;
