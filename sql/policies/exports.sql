alter table exports enable row level security;
alter table exports force row level security;

create policy app_installer on exports to app_installer
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
create policy app_owner on exports to app_owner
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
create policy app_worker on exports to app_worker using (true);
create policy platform on exports to current_user using (true);

grant select, insert, update (status, done, total, input, result, heard_at), delete on exports to app_installer, app_owner;
grant select, update (status), delete on exports to app_worker;
