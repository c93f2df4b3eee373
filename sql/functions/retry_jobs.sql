-- Jobs that have failed run again at once. A locked job is being run, and left alone.
create or replace function app.retry_jobs(jobs bigint[]) returns int
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  select count(*)::int from graphile_worker.reschedule_jobs(array(
    select j.id from graphile_worker.jobs j where j.id = any (jobs) and j.locked_at is null and j.attempts > 0),
    run_at := now(), attempts := 0)
$$;
revoke execute on function app.retry_jobs(bigint[]) from public;
grant execute on function app.retry_jobs(bigint[]) to app_operator;
