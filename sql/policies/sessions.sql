alter table sessions enable row level security;
alter table sessions force row level security;

create policy app_auth on sessions to app_auth using (true) with check (true);
create policy platform on sessions to current_user using (true);

grant select, insert, update, delete on sessions to app_auth;
