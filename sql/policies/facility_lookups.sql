alter table facility_lookups enable row level security;
alter table facility_lookups force row level security;

-- Whoever asks writes down that it was they, about their own case and its owner; nobody can change it.
create policy app_installer on facility_lookups for insert to app_installer
  with check (company_id = (select app.company_id()) and user_id = (select app.user_id())
    and owner_id = (select c.owner_id from cases c where c.id = case_id));
create policy app_owner on facility_lookups to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
-- After thirteen months nobody needs to know who asked.
create policy app_worker on facility_lookups to app_worker using (at < app.now() - interval '13 months');
create policy platform on facility_lookups to current_user using (true);

grant insert on facility_lookups to app_installer;
-- Not case_id: that a company is writing a draft is the company's alone.
grant select (id, owner_id, company_id, user_name, company_name, at, source, key, asked, code, overwrite)
  on facility_lookups to app_owner;
grant select (at), delete on facility_lookups to app_worker;
