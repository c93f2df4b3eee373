alter table document_template_chunks enable row level security;
alter table document_template_chunks force row level security;

create policy app_installer on document_template_chunks for select to app_installer
  using (owner_id in (select owner_id from connections where company_id = (select app.company_id())));
create policy app_owner on document_template_chunks to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
-- Nothing opens before it is clean, whichever way it is asked for.
create policy opens_when_clean on document_template_chunks as restrictive for select to app_installer, app_owner
  using (exists (select from document_templates f where f.id = template_id and f.scan in ('unscanned', 'clean')));
create policy platform on document_template_chunks to current_user using (true);

grant select on document_template_chunks to app_installer;
grant select, insert on document_template_chunks to app_owner;
