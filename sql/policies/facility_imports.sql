alter table facility_imports enable row level security;
alter table facility_imports force row level security;

create policy app_owner on facility_imports to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy platform on facility_imports to current_user using (true);

grant select, insert, update, delete on facility_imports to app_owner;
