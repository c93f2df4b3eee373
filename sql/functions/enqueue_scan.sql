-- The job that scans a file is queued by the transaction that stores it.
create or replace function app.enqueue_scan() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job('scan', json_strip_nulls(json_build_object('place', tg_table_name, 'id', new.id,
    'request', app.request_id())), job_key := 'scan:' || tg_table_name || ':' || new.id);
  return null;
end $$;
revoke execute on function app.enqueue_scan() from public;
