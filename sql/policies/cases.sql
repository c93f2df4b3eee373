alter table cases enable row level security;
alter table cases force row level security;

create policy app_installer on cases to app_installer
  using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()));
create policy app_owner on cases to app_owner
  using (owner_id = (select app.owner_id()) and submitted_at is not null)
  with check (owner_id = (select app.owner_id()) and submitted_at is not null);
create policy app_fitter on cases to app_fitter
  using (owner_id = (select app.owner_id())
    and id in (select case_id from work_orders where fitter_id = (select app.user_id())))
  with check (owner_id = (select app.owner_id())
    and id in (select case_id from work_orders where fitter_id = (select app.user_id())));
create policy platform on cases to current_user using (true);

-- What an installer may never write on a case: whose it is, its number and form, the owner's decision and symbols.
grant select, insert,
  update (area_id, status, previous_status, status_since, turn, turn_since, due_on, version, revision, submitted_at,
    responsible_id, responsible_name, seen_by_installer, seen_by_owner, notice, completion, reference, title,
    address, orderer, facility_id, meter_number, expected_on, removal_requested, hold_reason, hold_until, held_at,
    transformer, last_event_at, facility_count, row_names, note_for_owner, note_for_installer) on cases to app_installer;
grant select, insert, update on cases to app_owner;
-- To update one column is to be allowed to lock the row: reporting waits its turn behind a decision.
grant select (id, owner_id, company_id, number, ref, job_name, status, sent, address),
  update (last_event_at) on cases to app_fitter;
