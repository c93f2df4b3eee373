alter table recovery_codes enable row level security;
alter table recovery_codes force row level security;

create policy app_auth on recovery_codes to app_auth using (true) with check (true);
create policy platform on recovery_codes to current_user using (true);

grant select, insert, update, delete on recovery_codes to app_auth;
