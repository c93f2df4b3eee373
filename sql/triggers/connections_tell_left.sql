-- A company that leaves is told of to those who have its cases (src/alerts).
create or replace function app.tell_left() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job('alerts-of', json_build_object('owner', new.owner_id, 'request', app.request_id()),
    job_key := 'alerts-of:' || new.owner_id);
  return null;
end $$;
revoke execute on function app.tell_left() from public;

create or replace trigger tell_left after update of status on connections for each row
  when (new.status = 'ended' and old.status <> 'ended') execute function app.tell_left();
