alter table alerts enable row level security;
alter table alerts force row level security;

create policy app_owner on alerts to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_installer on alerts to app_installer
  using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()));
create policy platform on alerts to current_user using (true);

grant select, insert, update (opened_at) on alerts to app_owner, app_installer;
