alter table attachment_chunks enable row level security;
alter table attachment_chunks force row level security;

create policy app_installer on attachment_chunks to app_installer
  using (company_id = (select app.company_id()) and audience <> 'owner')
  with check (company_id = (select app.company_id()) and audience <> 'owner');
create policy app_owner on attachment_chunks to app_owner
  using (owner_id = (select app.owner_id()) and sent and audience <> 'company')
  with check (owner_id = (select app.owner_id()) and sent and audience <> 'company');
create policy app_fitter on attachment_chunks to app_fitter
  using (owner_id = (select app.owner_id()) and attachment_id in (select id from attachments))
  with check (owner_id = (select app.owner_id()) and attachment_id in (select id from attachments));
-- Nothing opens before it is clean, whichever way it is asked for.
create policy opens_when_clean on attachment_chunks as restrictive for select to app_installer, app_owner, app_fitter
  using (exists (select from attachments f where f.id = attachment_id and f.scan in ('unscanned', 'clean')));
create policy platform on attachment_chunks to current_user using (true);

grant select, insert on attachment_chunks to app_installer, app_owner, app_fitter;
