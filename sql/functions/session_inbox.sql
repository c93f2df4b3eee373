-- How many cases wait for the person of a session, 100 at most: asked for with the session itself, on every page. What
-- waits, told once more for pages in src/inbox/parts.ts: with what waits for those one covers for, without what is on hold;
-- where two must agree, what a colleague has proposed waits for whoever may decide, what one has proposed oneself does not;
-- nothing waits for whoever may not decide; what the installer wants removed waits although the installer has it.
create or replace function app.session_inbox(hash bytea) returns int
  language sql stable security definer set search_path = public, pg_temp as $$
  select case
    when u.kind = 'installer' then (select count(*) from (
      select from cases c where c.company_id = u.company_id and c.responsible_id = u.id
        and c.status in ('notice_rejected', 'completion_rejected', 'consented')
        and (c.status <> 'consented' or not c.seen_by_installer) limit 100) waiting)
    when u.kind = 'owner' and (u.is_admin or 'H' = any(u.permission_sets)) then (select count(*) from (
      (select from cases c
        left join case_proposals p on p.case_id = c.id and p.status_since = c.status_since
          and (select f.rules->>'fourEyes' from configurations f
            where f.owner_id = u.owner_id and f.published_at is not null order by f.version desc limit 1) = 'true'
      where c.owner_id = u.owner_id and c.submitted_at is not null
        and c.status in ('submitted', 'completed')
        and c.hold_reason is null
        and case when p.case_id is not null then p.user_id <> u.id
          else c.handler_id = u.id or c.handler_id in (
            select a.user_id from absences a where a.cover_id = u.id and app.today() between a.from_on and a.to_on)
          or c.handler_id is null and (
            not exists (select from team_members m where m.user_id = u.id)
            or not exists (select from team_areas a where a.area_id = c.area_id)
            or c.area_id in (select a.area_id from team_areas a join team_members m on m.team_id = a.team_id
              where m.user_id = u.id)) end
      limit 100)
      union all
      -- Of its own, so that each half has its index.
      (select from cases c where c.owner_id = u.owner_id and c.submitted_at is not null
        and c.removal_requested and c.status = 'consented'
        and (c.handler_id = u.id or c.handler_id in (
            select a.user_id from absences a where a.cover_id = u.id and app.today() between a.from_on and a.to_on)
          or c.handler_id is null and (
            not exists (select from team_members m where m.user_id = u.id)
            or not exists (select from team_areas a where a.area_id = c.area_id)
            or c.area_id in (select a.area_id from team_areas a join team_members m on m.team_id = a.team_id
              where m.user_id = u.id)))
      limit 100)
      limit 100) waiting)
    else 0 end::int
  from sessions s join users u on u.id = s.user_id
  where s.token_hash = hash
$$;
revoke execute on function app.session_inbox(bytea) from public;
grant execute on function app.session_inbox(bytea) to app_web;
