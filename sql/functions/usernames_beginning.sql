-- User names are unique over all tenants, which a tenant's own role cannot see. Asked for in the transaction that makes
-- the person: a second transaction beside it would need a second connection while the first is held.
create or replace function app.usernames_beginning(stem text) returns setof text
  language sql stable security definer set search_path = public, pg_temp as $$
  select username from users where starts_with(username, stem) limit 1000
$$;
revoke execute on function app.usernames_beginning(text) from public;
grant execute on function app.usernames_beginning(text) to app_installer, app_owner, app_operator, app_auth;
