alter table bulk_deeds enable row level security;
alter table bulk_deeds force row level security;

create policy app_owner on bulk_deeds to app_owner
  using (owner_id = (select app.owner_id()) and user_id = (select app.user_id()))
  with check (owner_id = (select app.owner_id()) and user_id = (select app.user_id()));
create policy platform on bulk_deeds to current_user using (true);

grant select, insert, update, delete on bulk_deeds to app_owner;
