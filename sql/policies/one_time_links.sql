alter table one_time_links enable row level security;
alter table one_time_links force row level security;

create policy app_auth on one_time_links to app_auth using (true) with check (true);
create policy platform on one_time_links to current_user using (true);

grant select, insert, update, delete on one_time_links to app_auth;
