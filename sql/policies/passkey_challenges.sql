alter table passkey_challenges enable row level security;
alter table passkey_challenges force row level security;

create policy app_auth on passkey_challenges to app_auth using (true) with check (true);
create policy platform on passkey_challenges to current_user using (true);

grant select, insert, update, delete on passkey_challenges to app_auth;
