-- Whom somebody stands in for today, and whom those stand in for while they are away themselves: a case whose stand-in is
-- away waits for the stand-in's. Written to be inlined, as app.owner_parts is.
create or replace function app.covered_by(person int) returns table (user_id int)
  language sql stable as $$
  with recursive away as (
    select a.user_id from absences a where a.cover_id = person and app.today() between a.from_on and a.to_on
    union
    select a.user_id from absences a join away w on a.cover_id = w.user_id
    where app.today() between a.from_on and a.to_on)
  select w.user_id from away w where w.user_id <> person
$$;
revoke execute on function app.covered_by(int) from public;
grant execute on function app.covered_by(int) to app_owner, app_installer;
