alter table owners enable row level security;
alter table owners force row level security;

create policy app_installer on owners to app_installer using (true) with check (true);
create policy app_owner on owners to app_owner
  using (id = (select app.owner_id())) with check (id = (select app.owner_id()));
create policy app_fitter on owners for select to app_fitter using (id = (select app.owner_id()));
create policy app_operator on owners to app_operator using (true) with check (true);
create policy app_auth on owners to app_auth using (true) with check (true);
create policy app_worker on owners to app_worker using (true) with check (true);
create policy platform on owners to current_user using (true);

grant select (id, code, name, org_number, phone, email, opening_hours, information, fuse_ladder, fuse_intervals,
    decision_days, completion_days, completion_lead_days, consent_months, strict_area, withdrawal_allowed,
    consent_revocable, mail_received, mail_withdrawn, mail_hold, certificate_required, admission, entry_text, accent,
    facility_source, register_check_months, deactivated_at, finish_when_stopped, expired_stops, quote_may_wait, remind_temporary, remind_returned,
    remind_consent) on owners to app_installer;
grant select, update, update (entry_text, accent, logo, logo_type) on owners to app_owner;
grant select (id, code, name, phone, email) on owners to app_fitter;
grant select,
  insert (code, name, org_number, gln, phone, email, admission),
  update (deactivated_at, deactivated_reason) on owners to app_operator;
grant select on owners to app_auth, app_worker;
