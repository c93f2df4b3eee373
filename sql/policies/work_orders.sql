alter table work_orders enable row level security;
alter table work_orders force row level security;

create policy app_owner on work_orders to app_owner
  using (owner_id = (select app.owner_id()) and sent) with check (owner_id = (select app.owner_id()) and sent);
-- A montör reaches the orders given to them, of each case what names it, and the photos they have taken themselves.
create policy app_fitter on work_orders for select to app_fitter
  using (owner_id = (select app.owner_id()) and fitter_id = (select app.user_id()) and sent);
create policy app_fitter_reports on work_orders for update to app_fitter
  using (owner_id = (select app.owner_id()) and fitter_id = (select app.user_id()) and state = 'released')
  with check (owner_id = (select app.owner_id()) and fitter_id = (select app.user_id())
    and state in ('released', 'reported'));
create policy platform on work_orders to current_user using (true);

grant select, insert, update on work_orders to app_owner;
grant select, update (state, outcome, report, meter_number, meter_reading, meter_constant, meter_photos, removed_meter,
    removed_reading, removed_constant, removed_photos, photos, reported_at, reported_by_name)
  on work_orders to app_fitter;
