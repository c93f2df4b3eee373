alter table held_forms enable row level security;
alter table held_forms force row level security;

create policy app_auth on held_forms to app_auth using (true) with check (true);
-- For the cascade from sessions, which triggers of the tables' owner end.
create policy platform on held_forms to current_user using (true);

grant select, insert, delete on held_forms to app_auth;
