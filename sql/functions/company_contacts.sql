-- Whom a network owner may call at a company that has applied to it: its administrators, and nobody else of its people.
create or replace function app.company_contacts(company int)
  returns table (name text, phone text, email text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select u.name, u.phone, u.email from users u
  where u.company_id = company and u.is_admin and u.active
    and exists (select from connections n where n.company_id = company and n.owner_id = app.owner_id()
      and n.status <> 'draft')
  order by u.id
$$;
revoke execute on function app.company_contacts(int) from public;
grant execute on function app.company_contacts(int) to app_owner;
