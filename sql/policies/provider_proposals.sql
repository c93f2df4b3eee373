alter table provider_proposals enable row level security;
alter table provider_proposals force row level security;

create policy app_operator on provider_proposals for select to app_operator using (true);
create policy app_auth on provider_proposals to app_auth using (true) with check (true);
create policy platform on provider_proposals to current_user using (true);

grant select (owner_id, id, user_id, user_name, at, removes, issuer, client_id, label, active, two_steps)
  on provider_proposals to app_operator;
grant select, insert, delete, update (client_secret) on provider_proposals to app_auth;
