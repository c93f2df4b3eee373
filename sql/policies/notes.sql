alter table notes enable row level security;
alter table notes force row level security;

create policy app_installer on notes to app_installer
  using (company_id = (select app.company_id()) and audience <> 'owner')
  with check (company_id = (select app.company_id()) and audience <> 'owner');
create policy app_owner on notes to app_owner
  using (owner_id = (select app.owner_id()) and sent and audience <> 'company')
  with check (owner_id = (select app.owner_id()) and sent and audience <> 'company');
-- Ångra of a note written to many: one's own, and soon (src/notes/write.ts).
create policy takes_back on notes as restrictive for delete to app_owner
  using (side = 'owner' and author_id = (select app.user_id()) and at > (select app.now()) - interval '5 minutes');
create policy platform on notes to current_user using (true);

grant select, insert on notes to app_installer, app_owner;
grant delete on notes to app_owner;
