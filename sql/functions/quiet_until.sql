-- The end of the quiet hours that are now, by the clock on the wall in Sweden; null outside them. Over midnight, and in
-- the nights when the clocks change, the end is the next time the clock shows it.
create or replace function app.quiet_until(quiet_from time, quiet_to time) returns timestamptz
  language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
  select case
    when quiet_from is null or quiet_from = quiet_to then null
    when quiet_from < quiet_to and wall::time >= quiet_from and wall::time < quiet_to
      then (wall::date + quiet_to) at time zone 'Europe/Stockholm'
    when quiet_from > quiet_to and wall::time >= quiet_from
      then (wall::date + 1 + quiet_to) at time zone 'Europe/Stockholm'
    when quiet_from > quiet_to and wall::time < quiet_to
      then (wall::date + quiet_to) at time zone 'Europe/Stockholm'
  end
  from (select app.now() at time zone 'Europe/Stockholm' as wall) clock
$$;
revoke execute on function app.quiet_until(time, time) from public;
grant execute on function app.quiet_until(time, time) to app_installer, app_owner, app_worker;
