alter table teams enable row level security;
alter table teams force row level security;

create policy app_owner on teams to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy platform on teams to current_user using (true);

grant select, insert, update (name), delete on teams to app_owner;
