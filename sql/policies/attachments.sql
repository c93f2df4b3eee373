alter table attachments enable row level security;
alter table attachments force row level security;

create policy app_installer on attachments to app_installer
  using (company_id = (select app.company_id()) and audience <> 'owner')
  with check (company_id = (select app.company_id()) and audience <> 'owner');
create policy app_owner on attachments to app_owner
  using (owner_id = (select app.owner_id()) and sent and audience <> 'company')
  with check (owner_id = (select app.owner_id()) and sent and audience <> 'company');
create policy app_fitter on attachments to app_fitter
  using (owner_id = (select app.owner_id()) and uploaded_by = (select app.user_id())
    and case_id in (select id from cases))
  with check (owner_id = (select app.owner_id()) and uploaded_by = (select app.user_id())
    and side = 'owner' and case_id in (select id from cases));
-- Only an own file that nobody else has relied on can be taken away.
create policy stays_on_record_installer on attachments as restrictive for update to app_installer using (true)
  with check (deleted_at is null or side = 'installer' and audience = 'company');
create policy stays_on_record_owner on attachments as restrictive for update to app_owner using (true)
  with check (deleted_at is null or side = 'owner' and not on_record);
create policy platform on attachments to current_user using (true);

grant select, insert, update (deleted_at, outdated_at, outdated_by_name) on attachments to app_installer, app_owner;
grant select, insert on attachments to app_fitter;
