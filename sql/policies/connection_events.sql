alter table connection_events enable row level security;
alter table connection_events force row level security;

create policy app_installer on connection_events to app_installer
  using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()));
create policy app_owner on connection_events to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_auth on connection_events for insert to app_auth with check (true);
create policy platform on connection_events to current_user using (true);

grant select, insert on connection_events to app_installer, app_owner;
grant insert on connection_events to app_auth;
