-- The inbox of a handläggare: the parts by how the case stands (app.owner_parts), and of what waits in none of these,
-- or is looked at alone, what its reader is told of and has not opened (src/alerts):
--   told       what has happened that concerns them
--   reminders  what nobody has done
-- The newest two hundred: nobody reads more, and every page asks. Written to be inlined, as app.owner_parts is.
drop function if exists app.owner_inbox(int, int);
create or replace function app.owner_inbox(person int, owner int, among bigint[] default null)
  returns table (case_id bigint, part text, waits boolean)
  language sql stable as $$
  with told as materialized (
    select a.case_id, max(case when a.kind in ('deviation', 'proposal', 'left') then 'told' else 'reminders' end) as part
    from (select * from alerts where user_id = person and owner_id = owner and opened_at is null order by id desc limit 200) a
    where (among is null or a.case_id = any (among))
      -- Nothing waits for a colleague who may not decide.
      and not exists (select from users u
        where u.id = person and u.owner_id = owner and not (u.is_admin or 'H' = any (u.permission_sets)))
    group by a.case_id)
  select p.case_id, p.part, p.waits from app.owner_parts(person, owner, among) p
  where p.waits or not exists (select from told t where t.case_id = p.case_id)
  union all
  select t.case_id, t.part, true
  from told t left join lateral app.owner_parts(person, owner, array[t.case_id]) p on p.waits
  where p.case_id is null
$$;
revoke execute on function app.owner_inbox(int, int, bigint[]) from public;
grant execute on function app.owner_inbox(int, int, bigint[]) to app_owner;
