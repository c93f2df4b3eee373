alter table saved_views enable row level security;
alter table saved_views force row level security;

create policy app_installer on saved_views to app_installer
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
create policy app_owner on saved_views to app_owner
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
create policy platform on saved_views to current_user using (true);

grant select, insert (name, address), update (name, address), delete on saved_views to app_installer, app_owner;
