-- Every network owner and company, for the night's work of retention; no more of them than which there are.
create or replace function app.tenants_with_data() returns table (side text, id int)
  language sql stable security definer set search_path = public, pg_temp as $$
  select 'owner', o.id from owners o union all select 'installer', c.id from companies c order by 1, 2
$$;
revoke execute on function app.tenants_with_data() from public;
grant execute on function app.tenants_with_data() to app_worker;
