-- A montör's deviation is told to whose case it is (src/alerts).
create or replace function app.tell_deviation() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job('alerts-of', json_build_object('owner', new.owner_id, 'request', app.request_id()),
    job_key := 'alerts-of:' || new.owner_id);
  return null;
end $$;
revoke execute on function app.tell_deviation() from public;

create or replace trigger tell_deviation after update of state on work_orders for each row
  when (new.state = 'reported' and new.outcome = 'deviating') execute function app.tell_deviation();
