-- Whom an installer's shared note waits for at the network owner, across the tenants' wall, so that they can be mailed: the
-- handler and who stands in for them today; of a case that nobody has, the
-- team of its area, and where there is none everybody who decides.
create or replace function app.note_readers(wanted bigint)
  returns table (role text, user_id int, name text, email text, locale text, mail_pace text, quiet_until timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  with k as materialized (
    select c.owner_id, c.area_id, h.id as handler_id
    from cases c left join users h on h.id = c.handler_id and h.active
    where c.id = wanted and c.company_id = app.company_id() and c.submitted_at is not null)
  select case when u.id = k.handler_id then 'handler' when k.handler_id is not null then 'cover' else 'team' end,
    u.id, u.name, u.email, u.locale, u.mail_pace, app.quiet_until(u.quiet_from, u.quiet_to)
  from k join users u on u.owner_id = k.owner_id
  where u.active and u.email is not null and (u.is_admin or 'H' = any (u.permission_sets)) and case
    when k.handler_id is not null then u.id = k.handler_id
      or u.id in (select user_id from app.stand_ins(k.handler_id))
    when exists (select from team_areas t join team_members m on m.team_id = t.team_id where t.area_id = k.area_id) then
      exists (select from team_areas t join team_members m on m.team_id = t.team_id
        where t.area_id = k.area_id and m.user_id = u.id)
    else true end
$$;
revoke execute on function app.note_readers(bigint) from public;
grant execute on function app.note_readers(bigint) to app_installer;
