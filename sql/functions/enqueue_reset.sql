-- Work that the worker does for people who cannot, or may not, see what it takes: a forgotten password looks the for a name that
-- exists and one that does not, for the request only puts the name on the queue.
create or replace function app.enqueue_reset(username text) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  select graphile_worker.add_job('reset', json_strip_nulls(json_build_object('username', left(username, 200), 'request', app.request_id())), max_attempts := 10)
$$;
revoke execute on function app.enqueue_reset(text) from public;
grant execute on function app.enqueue_reset(text) to app_auth;
