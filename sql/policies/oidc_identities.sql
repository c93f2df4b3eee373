alter table oidc_identities enable row level security;
alter table oidc_identities force row level security;

create policy app_auth on oidc_identities to app_auth using (true) with check (true);
create policy platform on oidc_identities to current_user using (true);

grant select, insert, update, delete on oidc_identities to app_auth;
