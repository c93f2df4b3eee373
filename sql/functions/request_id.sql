-- The web request that this transaction works for, also when the worker goes on with it (src/trace.ts). It only ever comes from
-- the program's own door; what is no such id is left out all the same, for it goes into jobs and logs.
create or replace function app.request_id() returns text language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
  select substring(current_setting('app.request_id', true) from '^[A-Za-z0-9_-]{8,64}$')
$$;
revoke execute on function app.request_id() from public;
grant execute on function app.request_id() to app_web, app_installer, app_owner, app_fitter, app_operator, app_auth, app_worker;
