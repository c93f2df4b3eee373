alter table areas enable row level security;
alter table areas force row level security;

create policy app_installer on areas to app_installer using (true) with check (true);
create policy app_owner on areas to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_operator on areas to app_operator using (true) with check (true);
create policy app_auth on areas to app_auth using (true);
create policy app_worker on areas to app_worker using (true) with check (true);
create policy platform on areas to current_user using (true);

grant select on areas to app_installer, app_auth, app_worker;
grant select, insert, update (name, email, ended_at) on areas to app_owner;
grant select, insert on areas to app_operator;
