alter table note_reads enable row level security;
alter table note_reads force row level security;

create policy app_installer on note_reads to app_installer
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
create policy app_owner on note_reads to app_owner
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
create policy platform on note_reads to current_user using (true);

grant select, insert, update (read_to) on note_reads to app_installer, app_owner;
