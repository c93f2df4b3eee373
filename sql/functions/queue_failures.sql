-- What a task threw is told without addresses.
create or replace function app.queue_failures(most int)
  returns table (id bigint, task text, key text, attempts int, max_attempts int, run_at timestamptz, error text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select j.id, j.task_identifier, j.key, j.attempts::int, j.max_attempts::int, j.run_at,
    left(regexp_replace(split_part(j.last_error, chr(10), 1), '[^[:space:]<>]+@[^[:space:]<>]+', '…@…', 'g'), 300)
  from graphile_worker.jobs j
  where j.last_error is not null and j.locked_at is null
  order by j.attempts >= j.max_attempts desc, j.id desc limit most
$$;
revoke execute on function app.queue_failures(int) from public;
grant execute on function app.queue_failures(int) to app_operator;
