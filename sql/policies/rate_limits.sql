alter table rate_limits enable row level security;
alter table rate_limits force row level security;

create policy app_auth on rate_limits to app_auth using (true) with check (true);
create policy platform on rate_limits to current_user using (true);

grant select, insert, update, delete on rate_limits to app_auth;
