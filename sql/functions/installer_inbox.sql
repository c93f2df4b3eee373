-- The inbox of an installer: the parts by how the case stands (app.installer_parts), and of what waits in none of these,
-- or is looked at alone, what its reader is told of and has not opened (src/alerts):
--   told       what has happened that concerns them
--   reminders  what nobody has done
-- The newest two hundred: nobody reads more, and every page asks. Written to be inlined, as app.installer_parts is.
drop function if exists app.installer_inbox(int, int);
create or replace function app.installer_inbox(person int, company int, among bigint[] default null)
  returns table (case_id bigint, part text, waits boolean)
  language sql stable as $$
  with told as materialized (
    select a.case_id, max(case when a.kind in ('deviation', 'proposal', 'left') then 'told' else 'reminders' end) as part
    from (select * from alerts where user_id = person and company_id = company and opened_at is null order by id desc limit 200) a
    where (among is null or a.case_id = any (among))
      and not exists (select from cases c join owners o on o.id = c.owner_id
        where c.id = a.case_id and o.deactivated_at is not null)
    group by a.case_id)
  select p.case_id, p.part, p.waits from app.installer_parts(person, company, among) p
  where p.waits or not exists (select from told t where t.case_id = p.case_id)
  union all
  select t.case_id, t.part, true
  from told t left join lateral app.installer_parts(person, company, array[t.case_id]) p on p.waits
  where p.case_id is null
$$;
revoke execute on function app.installer_inbox(int, int, bigint[]) from public;
grant execute on function app.installer_inbox(int, int, bigint[]) to app_installer;
