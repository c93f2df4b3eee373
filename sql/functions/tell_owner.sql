-- Something has happened that a network owner's people are to be told of: the worker looks what (src/alerts).
create or replace function app.tell_owner() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job('alerts-of', json_build_object('owner', new.owner_id, 'request', app.request_id()),
    job_key := 'alerts-of:' || new.owner_id);
  return null;
end $$;
revoke execute on function app.tell_owner() from public;
