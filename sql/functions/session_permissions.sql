-- Read with the session itself, in the same statement.
create or replace function app.session_permissions(hash bytea) returns text[]
  language sql stable security definer set search_path = public, pg_temp as $$
  select u.permission_sets from sessions s join users u on u.id = s.user_id where s.token_hash = hash
$$;
revoke execute on function app.session_permissions(bytea) from public;
grant execute on function app.session_permissions(bytea) to app_web;
