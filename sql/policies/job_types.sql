alter table job_types enable row level security;
alter table job_types force row level security;

create policy app_installer on job_types to app_installer
  using (owner_id in (select owner_id from connections where company_id = (select app.company_id())))
  with check (owner_id in (select owner_id from connections where company_id = (select app.company_id())));
create policy app_owner on job_types to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_operator on job_types to app_operator using (true) with check (true);
create policy platform on job_types to current_user using (true);

grant select on job_types to app_installer;
grant select, insert on job_types to app_owner;
grant insert on job_types to app_operator;
