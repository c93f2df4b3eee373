alter table certificate_chunks enable row level security;
alter table certificate_chunks force row level security;

create policy app_installer on certificate_chunks to app_installer
  using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()));
create policy app_owner on certificate_chunks to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_auth on certificate_chunks for insert to app_auth with check (true);
-- Nothing opens before it is clean, whichever way it is asked for.
create policy opens_when_clean on certificate_chunks as restrictive for select to app_installer, app_owner
  using (exists (select from certificates f where f.id = certificate_id and f.scan in ('unscanned', 'clean')));
create policy platform on certificate_chunks to current_user using (true);

grant select, insert on certificate_chunks to app_installer, app_owner;
grant insert on certificate_chunks to app_auth;
