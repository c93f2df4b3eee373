alter table export_chunks enable row level security;
alter table export_chunks force row level security;

create policy app_installer on export_chunks to app_installer
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
create policy app_owner on export_chunks to app_owner
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
create policy platform on export_chunks to current_user using (true);

grant select, insert, delete on export_chunks to app_installer, app_owner;
