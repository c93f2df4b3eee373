alter table oidc_requests enable row level security;
alter table oidc_requests force row level security;

create policy app_auth on oidc_requests to app_auth using (true) with check (true);
create policy platform on oidc_requests to current_user using (true);

grant select, insert, update, delete on oidc_requests to app_auth;
