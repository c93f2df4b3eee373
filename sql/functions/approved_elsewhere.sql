-- That some other owner has approved the company; never which (docs/domain.md 7.2).
create or replace function app.approved_elsewhere(company int) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from connections k where k.company_id = company and k.owner_id <> app.owner_id()
      and k.status = 'approved')
    and exists (select from connections mine where mine.company_id = company and mine.owner_id = app.owner_id()
      and mine.status <> 'draft')
$$;
revoke execute on function app.approved_elsewhere(int) from public;
grant execute on function app.approved_elsewhere(int) to app_owner;
