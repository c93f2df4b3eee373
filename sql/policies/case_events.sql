-- The log is added to and read, never changed.

alter table case_events enable row level security;
alter table case_events force row level security;

create policy app_installer on case_events to app_installer
  using (company_id = (select app.company_id()) and audience <> 'owner')
  with check (company_id = (select app.company_id()) and audience <> 'owner');
create policy app_owner on case_events to app_owner
  using (owner_id = (select app.owner_id()) and sent and audience <> 'company')
  with check (owner_id = (select app.owner_id()) and sent and audience <> 'company');
create policy app_fitter on case_events for insert to app_fitter
  with check (owner_id = (select app.owner_id()) and actor_id = (select app.user_id())
    and case_id in (select id from cases));
create policy platform on case_events to current_user using (true);

grant select, insert on case_events to app_installer, app_owner;
grant insert on case_events to app_fitter;
