alter table case_undos enable row level security;
alter table case_undos force row level security;

create policy app_owner on case_undos to app_owner
  using (owner_id = (select app.owner_id()) and sent and user_id = (select app.user_id()))
  with check (owner_id = (select app.owner_id()) and sent and user_id = (select app.user_id()));
create policy platform on case_undos to current_user using (true);

grant select, insert, update, delete on case_undos to app_owner;
