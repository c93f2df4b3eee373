alter table configurations enable row level security;
alter table configurations force row level security;

create policy app_installer on configurations to app_installer
  using (owner_id in (select owner_id from connections where company_id = (select app.company_id())))
  with check (owner_id in (select owner_id from connections where company_id = (select app.company_id())));
create policy app_owner on configurations to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_operator on configurations to app_operator using (true) with check (true);
create policy app_auth on configurations for select to app_auth using (true);
create policy app_worker on configurations for select to app_worker using (true);
create policy platform on configurations to current_user using (true);

-- Of a version a company needs what its forms name; rules and standard texts are the owner's own.
grant select (id, owner_id, version, published_at, rejection_reasons) on configurations to app_installer;
grant select (id, owner_id, version, published_at, rules) on configurations to app_auth;
grant select, insert on configurations to app_owner;
grant select (id, owner_id, version, published_at), insert on configurations to app_operator;
grant select (id, owner_id, published_at) on configurations to app_worker;
