alter table passkeys enable row level security;
alter table passkeys force row level security;

create policy app_auth on passkeys to app_auth using (true) with check (true);
create policy platform on passkeys to current_user using (true);

grant select, insert, update, delete on passkeys to app_auth;
