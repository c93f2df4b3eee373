alter table agreement_acceptances enable row level security;
alter table agreement_acceptances force row level security;

create policy app_installer on agreement_acceptances to app_installer
  using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()));
create policy app_operator on agreement_acceptances to app_operator using (true);
create policy app_auth on agreement_acceptances to app_auth using (true) with check (true);
create policy platform on agreement_acceptances to current_user using (true);

grant select, insert on agreement_acceptances to app_installer, app_auth;
grant select on agreement_acceptances to app_operator;
