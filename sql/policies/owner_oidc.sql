alter table owner_oidc enable row level security;
alter table owner_oidc force row level security;

create policy app_owner on owner_oidc to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_auth on owner_oidc to app_auth using (true) with check (true);
create policy platform on owner_oidc to current_user using (true);

-- What is changed is applied by the program once both the rule and the proof have been asked for, never by a request's own role.
grant select (owner_id, issuer, client_id, label, active, updated_at, two_steps) on owner_oidc to app_owner;
grant select, insert, update, delete on owner_oidc to app_auth;
