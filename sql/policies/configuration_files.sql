alter table configuration_files enable row level security;
alter table configuration_files force row level security;

create policy app_owner on configuration_files to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy platform on configuration_files to current_user using (true);

grant select, insert, delete on configuration_files to app_owner;
