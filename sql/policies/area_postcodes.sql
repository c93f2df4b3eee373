alter table area_postcodes enable row level security;
alter table area_postcodes force row level security;

create policy app_installer on area_postcodes to app_installer using (true) with check (true);
create policy app_owner on area_postcodes to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_operator on area_postcodes to app_operator using (true) with check (true);
create policy app_auth on area_postcodes to app_auth using (true);
create policy platform on area_postcodes to current_user using (true);

grant select on area_postcodes to app_installer, app_auth;
grant select, insert, delete on area_postcodes to app_owner;
grant select, insert on area_postcodes to app_operator;
