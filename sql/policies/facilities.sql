-- No role of an installer can read the register itself, so it can never be listed (app.find_facility).

alter table facilities enable row level security;
alter table facilities force row level security;

create policy app_owner on facilities to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy platform on facilities to current_user using (true);

grant select, insert, delete on facilities to app_owner;
