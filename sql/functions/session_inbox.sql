-- How many cases wait for the person of a session, 100 at most (read '99+'): asked for with the session itself, on every
-- page. For whoever gives support: what waits in the inbox that they read.
create or replace function app.session_inbox(hash bytea) returns int
  language sql stable security definer set search_path = public, pg_temp as $$
  select case
    when coalesce(u.owner_id, a.owner_id) is not null then (select count(*) from (
      select from app.owner_inbox(u.id, coalesce(u.owner_id, a.owner_id)) i where i.waits limit 100) n)
    when coalesce(u.company_id, a.company_id) is not null then (select count(*) from (
      select from app.installer_inbox(u.id, coalesce(u.company_id, a.company_id)) i where i.waits limit 100) n)
    else 0
  end::int
  from sessions s
  join users u on u.id = s.user_id
  -- As app.session_actor finds it: asking that function instead would read the session twice on every page.
  left join support_accesses a
    on u.kind = 'operator' and a.session_id = s.id and a.ended_at is null and a.expires_at > now()
  where s.token_hash = hash
  order by a.id desc
  limit 1
$$;
revoke execute on function app.session_inbox(bytea) from public;
grant execute on function app.session_inbox(bytea) to app_web;
