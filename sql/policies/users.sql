alter table users enable row level security;
alter table users force row level security;

create policy app_installer on users to app_installer
  using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()));
create policy app_owner on users to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_fitter on users to app_fitter
  using (id = (select app.user_id())) with check (id = (select app.user_id()));
create policy app_operator on users for select to app_operator using (true);
-- The first administrators of a network owner, until anybody of it has come in.
create policy app_operator_adds on users for insert to app_operator
  with check (kind = 'owner' and is_admin and not app.owner_in_use(owner_id));
create policy app_operator_mends on users for update to app_operator
  using (kind = 'owner' and is_admin and not app.owner_in_use(owner_id))
  with check (kind = 'owner' and is_admin and not app.owner_in_use(owner_id));
create policy app_auth on users to app_auth using (true) with check (true);
-- The digest is the worker's: it reads whom the gathered mails are for.
create policy app_worker on users for select to app_worker using (true);
create policy platform on users to current_user using (true);

grant select (id, username, kind, company_id, owner_id, name, phone, email, locale, is_admin, active, created_at,
    start_page, password_changed_at, has_password, invited_at, deactivated_at, mail_pace, quiet_from, quiet_to, alerts_off,
    permission_sets, service),
  insert (username, kind, company_id, name, phone, email, locale, is_admin, active, service),
  update (name, phone, email, locale, is_admin, active, start_page, invited_at, deactivated_at, mail_pace,
    quiet_from, quiet_to, alerts_off) on users to app_installer;
grant select (id, username, kind, company_id, owner_id, name, phone, email, locale, is_admin, active, created_at,
    start_page, password_changed_at, has_password, invited_at, deactivated_at, mail_pace, quiet_from, quiet_to, alerts_off,
    permission_sets, service),
  insert (username, kind, owner_id, name, phone, email, locale, is_admin, permission_sets, active, service),
  update (name, phone, email, locale, is_admin, active, start_page, invited_at, deactivated_at, mail_pace,
    quiet_from, quiet_to, alerts_off, permission_sets) on users to app_owner;
grant select (id, username, kind, company_id, owner_id, name, phone, email, locale, is_admin, active, start_page,
    password_changed_at, has_password, mail_pace, quiet_from, quiet_to, alerts_off),
  update (name, phone, locale, start_page, mail_pace, quiet_from, quiet_to, alerts_off) on users to app_fitter;
grant select (id, username, kind, company_id, owner_id, name, phone, email, locale, is_admin, active, created_at,
    start_page, password_changed_at, has_password, invited_at, deactivated_at, mail_pace, quiet_from, quiet_to),
  insert (username, kind, owner_id, name, phone, email, locale, is_admin),
  update (name, phone, email, invited_at) on users to app_operator;
-- mail_pace: from the foot of a mail, where nobody is signed in.
grant select,
  insert (username, kind, company_id, name, phone, email, locale, is_admin),
  update (password_hash, name, email, locale, password_changed_at, invited_at, mail_pace) on users to app_auth;
grant select (id, company_id, owner_id, name, email, locale, quiet_from, quiet_to) on users to app_worker;
