alter table totp_secrets enable row level security;
alter table totp_secrets force row level security;

create policy app_auth on totp_secrets to app_auth using (true) with check (true);
create policy platform on totp_secrets to current_user using (true);

grant select, insert, update, delete on totp_secrets to app_auth;
