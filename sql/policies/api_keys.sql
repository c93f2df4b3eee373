alter table api_keys enable row level security;
alter table api_keys force row level security;

create policy app_installer on api_keys to app_installer
  using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()));
create policy app_owner on api_keys to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_auth on api_keys for select to app_auth using (true);
create policy platform on api_keys to current_user using (true);

grant select, insert (user_id, client_id, name, contact_id, scopes, created_by_name, expires_at),
  update (revoked_at, revoked_by_name) on api_keys to app_installer, app_owner;
grant select on api_keys to app_auth;
