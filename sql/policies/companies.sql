alter table companies enable row level security;
alter table companies force row level security;

create policy app_installer on companies to app_installer
  using (id = (select app.company_id())) with check (id = (select app.company_id()));
create policy app_owner on companies to app_owner
  using (id in (select company_id from connections where owner_id = (select app.owner_id()) and status <> 'draft'))
  with check (id in (select company_id from connections where owner_id = (select app.owner_id()) and status <> 'draft'));
create policy app_operator on companies to app_operator using (true) with check (true);
create policy app_auth on companies to app_auth using (true) with check (true);
create policy platform on companies to current_user using (true);

grant select,
  update (name, wanted_name, name_wanted_at, address, postcode, country, city, phone, email, compliance_name, compliance_type, mail_enabled,
    mail_approved, mail_notice_rejected, mail_completion_approved, mail_completion_rejected, password_policy,
    two_step_required, mail_minimum) on companies to app_installer;
grant select on companies to app_owner;
grant select, update (status) on companies to app_operator;
grant select, insert, update (status) on companies to app_auth;
