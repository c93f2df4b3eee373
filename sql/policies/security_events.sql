-- Insert-only.

alter table security_events enable row level security;
alter table security_events force row level security;

create policy app_installer on security_events to app_installer
  using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()));
create policy app_owner on security_events to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_fitter on security_events for select to app_fitter using (user_id = (select app.user_id()));
create policy app_operator on security_events to app_operator using (true) with check (true);
create policy app_auth on security_events to app_auth using (true) with check (true);
create policy platform on security_events to current_user using (true);

grant select, insert on security_events to app_installer, app_owner, app_operator, app_auth;
grant select on security_events to app_fitter;
