-- May people of this tenant come in? The one question of every door, with the tenant's columns of the user.
create or replace function app.tenant_open(company int, owner int) returns boolean
  language sql stable set search_path = public, pg_temp as $$
  select (company is null or exists (select from companies c where c.id = company and c.status = 'active'))
    and (owner is null or exists (select from owners o where o.id = owner and o.deactivated_at is null))
$$;
revoke execute on function app.tenant_open(int, int) from public;
grant execute on function app.tenant_open(int, int) to app_auth;
