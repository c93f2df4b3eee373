-- How many cases wait for the person of a session, 100 at most (read '99+'): asked for with the session itself, on every
-- page. For whoever gives support: what waits in the inbox that they read.
create or replace function app.session_inbox(hash bytea) returns int
  language sql stable security definer set search_path = public, pg_temp as $$
  select case
    when coalesce(s.owner_id, s.support_owner) is not null then (select count(*) from (
      select from app.owner_inbox(s.user_id, coalesce(s.owner_id, s.support_owner)) i where i.waits limit 100) n)
    when coalesce(s.company_id, s.support_company) is not null then (select count(*) from (
      select from app.installer_inbox(s.user_id, coalesce(s.company_id, s.support_company)) i where i.waits limit 100) n)
    else 0
  end::int
  from app.session_actor(hash) s
$$;
revoke execute on function app.session_inbox(bytea) from public;
grant execute on function app.session_inbox(bytea) to app_web;
