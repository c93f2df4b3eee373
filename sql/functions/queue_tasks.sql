-- The queue as an operator sees it: which tasks, how many, what went wrong; never what a job carries.
create or replace function app.queue_tasks()
  returns table (task text, waiting int, later int, running int, retrying int, stopped int, oldest timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select task_identifier,
    count(*) filter (where attempts = 0 and locked_at is null and run_at <= now())::int,
    count(*) filter (where attempts = 0 and locked_at is null and run_at > now())::int,
    count(*) filter (where locked_at is not null)::int,
    count(*) filter (where attempts between 1 and max_attempts - 1 and locked_at is null)::int,
    count(*) filter (where attempts >= max_attempts and locked_at is null)::int,
    min(run_at) filter (where run_at <= now() and attempts < max_attempts)
  from graphile_worker.jobs group by task_identifier order by task_identifier
$$;
revoke execute on function app.queue_tasks() from public;
grant execute on function app.queue_tasks() to app_operator;
