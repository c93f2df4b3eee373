alter table support_accesses enable row level security;
alter table support_accesses force row level security;

create policy app_installer on support_accesses to app_installer
  using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()));
create policy app_owner on support_accesses to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_operator on support_accesses for select to app_operator using (true);
create policy app_operator_begins on support_accesses for insert to app_operator
  with check (operator_id = (select app.user_id()));
create policy app_operator_ends on support_accesses for update to app_operator
  using (operator_id = (select app.user_id())) with check (operator_id = (select app.user_id()));
create policy platform on support_accesses to current_user using (true);

grant select, update (ended_at, ended_by) on support_accesses to app_installer, app_owner;
grant select, insert, update (ended_at, ended_by) on support_accesses to app_operator;
