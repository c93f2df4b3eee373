alter table facility_services enable row level security;
alter table facility_services force row level security;

create policy app_owner on facility_services to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy platform on facility_services to current_user using (true);

grant select, insert, update, delete on facility_services to app_owner;
