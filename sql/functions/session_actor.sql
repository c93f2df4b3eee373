-- One joined query gives session, user and tenant before there is an actor.
create or replace function app.session_actor(hash bytea)
  returns table (user_id int, username text, name text, kind text, company_id int, owner_id int, is_admin boolean,
                 locale text, start_page text, tenant_name text, last_seen_at timestamptz, session_id bigint,
                 support_id bigint, support_company int, support_owner int, support_tenant text, support_until timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.username, u.name, u.kind, u.company_id, u.owner_id, u.is_admin, u.locale, u.start_page,
         coalesce(c.name, o.name, 'Elanmälan'), s.last_seen_at, s.id,
         a.id, a.company_id, a.owner_id, coalesce(ac.name, ao.name), a.expires_at
  from sessions s
  join users u on u.id = s.user_id
  left join companies c on c.id = u.company_id
  left join owners o on o.id = u.owner_id
  left join lateral (
    select x.* from support_accesses x
    where u.kind = 'operator' and x.session_id = s.id and x.ended_at is null and x.expires_at > now()
    order by x.id desc limit 1) a on true
  left join companies ac on ac.id = a.company_id
  left join owners ao on ao.id = a.owner_id
  where s.token_hash = hash and s.expires_at > app.now() and s.last_seen_at > app.now() - interval '12 hours'
    and u.active and (c.id is null or c.status = 'active') and o.deactivated_at is null
$$;
revoke execute on function app.session_actor(bytea) from public;
grant execute on function app.session_actor(bytea) to app_web;
