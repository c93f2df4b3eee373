alter table kept_forms enable row level security;
alter table kept_forms force row level security;

create policy app_auth on kept_forms to app_auth using (true) with check (true);
-- For the cascade from users, the sweeping at night and the erasing of an account.
create policy platform on kept_forms to current_user using (true);

grant select, insert, update, delete on kept_forms to app_auth;
