-- One statement for each call of the API: whose key it is, how many calls it has made in this minute, and when it was last
-- used. By the real clock, as sessions are. No row: unknown, too old, revoked, or the tenant is closed.
create or replace function app.api_actor(secret bytea, caller text)
  returns table (key_id int, key_name text, scopes text[], user_id int, username text, name text, kind text,
                 company_id int, owner_id int, tenant_name text, contact_id int, contact_name text, calls int, until bigint)
  language sql volatile security definer set search_path = public, pg_temp as $$
  with found as (
    select k.id, k.name as key_name, coalesce(s.scopes, k.scopes) as scopes, u.id as user_id, u.username, u.name, u.kind, k.company_id, k.owner_id,
      coalesce(c.name, o.name) as tenant_name, p.id as contact_id, p.name as contact_name,
      k.last_used_at is null or k.last_used_at < now() - interval '1 minute' as stale
    from api_secrets s
    join api_keys k on k.id = s.key_id
    join users u on u.id = k.user_id
    left join companies c on c.id = k.company_id
    left join owners o on o.id = k.owner_id
    left join users p on p.id = k.contact_id and p.active
    where s.hash = secret and s.expires_at > now() and k.revoked_at is null and k.expires_at > now()
      and (c.id is null or c.status = 'active') and o.deactivated_at is null
  ), used as (
    update api_keys set last_used_at = now(), last_address = caller
    where api_keys.id in (select found.id from found where stale)
  ), counted as (
    insert into rate_limits as r (key, points, expire)
    select 'api:' || found.id, 1, floor(extract(epoch from now()) * 1000)::bigint + 60000 from found
    on conflict (key) do update set
      points = case when r.expire < excluded.expire - 60000 then 1 else r.points + 1 end,
      expire = case when r.expire < excluded.expire - 60000 then excluded.expire else r.expire end
    returning r.points, r.expire
  )
  select found.id, found.key_name, found.scopes, found.user_id, found.username, found.name, found.kind, found.company_id,
    found.owner_id, found.tenant_name, found.contact_id, found.contact_name, counted.points, counted.expire::bigint
  from found, counted
$$;
revoke execute on function app.api_actor(bytea, text) from public;
grant execute on function app.api_actor(bytea, text) to app_web;
