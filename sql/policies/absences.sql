alter table absences enable row level security;
alter table absences force row level security;

create policy app_owner on absences to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_installer on absences to app_installer
  using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()));
create policy platform on absences to current_user using (true);

grant select, insert (user_id, cover_id, from_on, to_on), delete on absences to app_owner, app_installer;
