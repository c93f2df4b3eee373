alter table mail_messages enable row level security;
alter table mail_messages force row level security;

create policy app_installer on mail_messages to app_installer
  using (company_id = (select app.company_id()) and audience <> 'owner')
  with check (company_id = (select app.company_id()) and audience <> 'owner');
-- What an installer does may be told to the owner alone (M08, M09).
create policy app_installer_to_owner on mail_messages for insert to app_installer
  with check (company_id = (select app.company_id()) and audience = 'owner');
create policy app_owner on mail_messages to app_owner
  using (owner_id = (select app.owner_id()) and sent and audience <> 'company')
  with check (owner_id = (select app.owner_id()) and sent and audience <> 'company');
-- A mail whose decision was undone before it left. A request may do that with a mail that waits, and nothing else.
create policy app_owner_cancels on mail_messages as restrictive for update to app_owner
  using (status in ('queued', 'gathered')) with check (status = 'cancelled');
-- Mails about an application hang on no case: to the company from the owner, and to the owner from the company.
create policy app_owner_to_company on mail_messages for insert to app_owner
  with check (owner_id = (select app.owner_id()) and case_id is null);
-- Of the mail an operator sees that it failed and to which server, nothing of what it says (see the grants).
create policy app_operator on mail_messages for select to app_operator using (true);
create policy app_operator_resends on mail_messages for update to app_operator
  using (status = 'failed') with check (status in ('queued', 'digested'));
create policy app_operator_tells on mail_messages for insert to app_operator with check (case_id is null);
create policy app_auth on mail_messages to app_auth using (case_id is null) with check (case_id is null);
create policy app_worker on mail_messages to app_worker using (true) with check (true);
create policy platform on mail_messages to current_user using (true);

grant select, insert on mail_messages to app_installer;
grant select, insert, update (status) on mail_messages to app_owner;
grant select (id, owner_id, company_id, template, to_address, status, attempts, last_error, created_at, send_after,
    digest_id),
  insert, update (status, send_after) on mail_messages to app_operator;
grant insert on mail_messages to app_auth;
grant select, insert, update on mail_messages to app_worker;
