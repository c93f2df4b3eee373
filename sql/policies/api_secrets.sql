-- A tenant's people write the hash of a new secret and never read one.

alter table api_secrets enable row level security;
alter table api_secrets force row level security;

create policy app_installer on api_secrets to app_installer
  using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()));
create policy app_owner on api_secrets to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_auth on api_secrets to app_auth using (true) with check (true);
create policy platform on api_secrets to current_user using (true);

grant select (key_id, company_id, owner_id, kind, scopes, created_at, expires_at), insert (hash, key_id, kind, expires_at),
  update (expires_at), delete on api_secrets to app_installer, app_owner;
grant select, insert, delete on api_secrets to app_auth;
