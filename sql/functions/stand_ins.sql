-- Who stands in for somebody today: app.covered_by the other way round.
create or replace function app.stand_ins(person int) returns table (user_id int)
  language sql stable as $$
  with recursive covers as (
    select a.cover_id from absences a where a.user_id = person and app.today() between a.from_on and a.to_on
    union
    select a.cover_id from absences a join covers c on a.user_id = c.cover_id
    where app.today() between a.from_on and a.to_on)
  select c.cover_id from covers c where c.cover_id <> person
$$;
revoke execute on function app.stand_ins(int) from public;
grant execute on function app.stand_ins(int) to app_owner, app_installer;
