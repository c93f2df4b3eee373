-- Each minute the worker marks that it lives, by the first line of its timetable (src/worker/worker.ts).
create or replace function app.worker_seen() returns timestamptz
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select max(greatest(last_execution, known_since)) from graphile_worker._private_known_crontabs
$$;
revoke execute on function app.worker_seen() from public;
grant execute on function app.worker_seen() to app_operator;
