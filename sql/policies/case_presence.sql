alter table case_presence enable row level security;
alter table case_presence force row level security;

create policy app_owner on case_presence to app_owner
  using (owner_id = (select app.owner_id()) and sent) with check (owner_id = (select app.owner_id()) and sent);
create policy platform on case_presence to current_user using (true);

grant select, insert, update, delete on case_presence to app_owner;
