-- The one place where the columns of a case are told from its orders. Of each facility the latest order counts.
create or replace function app.follow_orders() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update cases c set
    work_order = told.work_order,
    work_order_released = told.released,
    ordered_rows = told.ordered,
    open_orders = told.open,
    last_event_at = app.now()
  from (
    select
      case when bool_or(stopped) then 'cancelled' when bool_or(waits) then 'created' else 'reported' end as work_order,
      coalesce(bool_and(state = 'released') filter (where waits), false) as released,
      coalesce(array_agg(facility_row order by facility_row) filter (where state <> 'cancelled'), '{}') as ordered,
      count(*) filter (where waits or (stopped and state = 'reported')) as open
    from (
      select distinct on (facility_row) facility_row, state, state in ('created', 'released') as waits,
        state = 'cancelled' or (outcome = 'deviating' and settled_at is null) as stopped
      from work_orders where case_id = new.case_id
      order by facility_row, seq desc
    ) latest
  ) told
  where c.id = new.case_id;
  return null;
end $$;
revoke execute on function app.follow_orders() from public;

create or replace trigger follow_orders after insert or update of state, outcome, settled_at on work_orders
  for each row execute function app.follow_orders();
