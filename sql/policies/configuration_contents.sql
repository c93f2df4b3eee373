alter table configuration_contents enable row level security;
alter table configuration_contents force row level security;

create policy app_owner on configuration_contents to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_worker on configuration_contents for select to app_worker using (true);
create policy platform on configuration_contents to current_user using (true);

grant select, insert on configuration_contents to app_owner;
grant select (configuration_id, owner_id, rules) on configuration_contents to app_worker;
