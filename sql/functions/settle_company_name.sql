-- A network owner that the company works with or that it has applied to says yes or no to its new name, the one the decider
-- had in sight. Answers the name of before; null when there is nothing to settle.
create or replace function app.settle_company_name(company int, wanted text, yes boolean) returns text
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  before text;
begin
  select name into before from companies where id = company and wanted_name = wanted
    and exists (select from connections where company_id = company and owner_id = app.owner_id()
      and status in ('applied', 'approved'))
    for update;
  if before is null then return null; end if;
  update companies set name = case when yes then wanted_name else name end, wanted_name = null, name_wanted_at = null
    where id = company;
  return before;
end $$;
revoke execute on function app.settle_company_name(int, text, boolean) from public;
grant execute on function app.settle_company_name(int, text, boolean) to app_owner;
