alter table request_keys enable row level security;
alter table request_keys force row level security;

create policy app_installer on request_keys to app_installer
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
create policy app_owner on request_keys to app_owner
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
create policy app_fitter on request_keys to app_fitter
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
create policy app_operator on request_keys to app_operator
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
create policy platform on request_keys to current_user using (true);

grant select, insert, delete on request_keys to app_installer, app_owner, app_fitter, app_operator;
