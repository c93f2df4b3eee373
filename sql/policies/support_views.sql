alter table support_views enable row level security;
alter table support_views force row level security;

create policy app_installer on support_views to app_installer
  using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()));
create policy app_owner on support_views to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_operator on support_views for select to app_operator using (true);
create policy app_operator_looks on support_views for insert to app_operator
  with check (access_id in (select id from support_accesses where operator_id = (select app.user_id())));
create policy platform on support_views to current_user using (true);

grant select on support_views to app_installer, app_owner;
grant select, insert on support_views to app_operator;
