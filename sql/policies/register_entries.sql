alter table register_entries enable row level security;
alter table register_entries force row level security;

create policy app_owner on register_entries to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy platform on register_entries to current_user using (true);

grant select, insert, delete on register_entries to app_owner;
