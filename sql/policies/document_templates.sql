alter table document_templates enable row level security;
alter table document_templates force row level security;

create policy app_installer on document_templates for select to app_installer
  using (owner_id in (select owner_id from connections where company_id = (select app.company_id())));
create policy app_owner on document_templates to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy platform on document_templates to current_user using (true);

grant select on document_templates to app_installer;
grant select, insert, update (ended_at) on document_templates to app_owner;
