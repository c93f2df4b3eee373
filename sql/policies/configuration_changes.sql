alter table configuration_changes enable row level security;
alter table configuration_changes force row level security;

create policy app_owner on configuration_changes to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy platform on configuration_changes to current_user using (true);

grant select, insert on configuration_changes to app_owner;
