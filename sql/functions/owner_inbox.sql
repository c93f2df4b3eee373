-- What waits for a handläggare, and in which part of the inbox: THE definition behind the badge (app.session_inbox), the
-- inbox (src/inbox/parts.ts) and the lists (app.waiting_cases). A case stands in one part at most.
--   mine        one's own to decide on
--   confirm     where two must agree: a colleague has proposed, with whom one may agree (app.one_hand)
--   covered     of a colleague who is away and whom one stands in for
--   team        nobody's, in an area of one's team
--   unassigned  nobody's, and not in the area of another team
--   removals    on hold or with the installer, who wants it removed, which only the network owner can answer (T23-T25)
--   notes       of any of these, whosever turn it is and also when it is closed: the installer has shared a note that one
--               has not read (of what nobody has: nor has a colleague answered it)
-- These do not wait for the person, who may want to see them:
--   colleagues  of others in one's team
--   others      one's own on hold, proposed by oneself or whom one may not confirm, or with the installer
-- Written to be inlined, so that it sets no search_path: it runs under the policies of whoever asks, and names its tenant
-- because app.session_inbox asks as the owner of the tables.
--   among  of these cases alone (app.waiting_parts); null: of all
drop function if exists app.owner_inbox(int, int);
create or replace function app.owner_inbox(person int, owner int, among bigint[] default null)
  returns table (case_id bigint, part text, waits boolean)
  language sql stable as $$
  with away as materialized (
    select a.user_id from absences a where a.cover_id = person and app.today() between a.from_on and a.to_on),
  hand as materialized (select h as id from app.one_hand(owner, person) h),
  own_areas as materialized (
    select t.area_id from team_areas t join team_members m on m.team_id = t.team_id where m.user_id = person)
  select id, part, part not in ('colleagues', 'others') as waits
  from (
    select c.id, case when c.asked and (c.part is null or c.part in ('colleagues', 'others')) then 'notes' else c.part end as part
    from (
      select k.id, k.asked and k.whose in ('mine', 'covered', 'team', 'unassigned') as asked, case
        when k.status in ('notice_rejected', 'consented', 'completion_rejected') then case
          when k.status = 'consented' and k.removal_requested
            then case when whose in ('mine', 'covered', 'team', 'unassigned') then 'removals' end
          when k.handler_id = person then 'others' end
        when k.status not in ('submitted', 'completed') then null
        when k.hold_reason is not null and k.removal_requested and whose in ('mine', 'covered', 'team', 'unassigned') then 'removals'
        when k.hold_reason is not null and (k.handler_id = person or k.handler_id is null) then 'others'
        when p.user_id = person then case when k.hold_reason is null then 'others' end
        when p.user_id is not null then case when k.hold_reason is null then
          case when p.user_id in (select id from hand) then 'others' else 'confirm' end end
        when k.hold_reason is null or whose = 'colleagues' then whose
      end as part
      from (
        select q.*, case
          when q.handler_id = person then 'mine'
          when q.handler_id in (select user_id from away) then 'covered'
          when q.handler_id is null and q.area_id in (select area_id from own_areas) then 'team'
          when q.handler_id is null then case
            when not exists (select from team_members m where m.user_id = person)
              or not exists (select from team_areas a where a.area_id = q.area_id) then 'unassigned' end
          when q.area_id in (select area_id from own_areas) then 'colleagues'
        end as whose,
        q.note_for_owner is not null and q.note_for_owner > coalesce(
          (select r.read_to from note_reads r where r.user_id = person and r.case_id = q.id), 0) as asked
        from (
          -- Each arm by an index of its own, and no case by two.
          select id, status, status_since, handler_id, area_id, hold_reason, removal_requested, note_for_owner from cases
          where owner_id = owner and submitted_at is not null and status in ('submitted', 'completed')
            and (among is null or id = any (among))
          union all
          select id, status, status_since, handler_id, area_id, hold_reason, removal_requested, note_for_owner from cases
          where owner_id = owner and submitted_at is not null and removal_requested and status = 'consented'
            and (among is null or id = any (among))
          union all
          select id, status, status_since, handler_id, area_id, hold_reason, removal_requested, note_for_owner from cases
          where owner_id = owner and submitted_at is not null and handler_id = person
            and status in ('notice_rejected', 'consented', 'completion_rejected')
            and not (status = 'consented' and removal_requested)
            and (among is null or id = any (among))
          union all
          select id, status, status_since, handler_id, area_id, hold_reason, removal_requested, note_for_owner from cases
          where owner_id = owner and submitted_at is not null and note_for_owner is not null
            and status not in ('submitted', 'completed') and not (status = 'consented' and removal_requested)
            and not (handler_id is not distinct from person and status in ('notice_rejected', 'consented', 'completion_rejected'))
            and (among is null or id = any (among))
        ) q
        -- A fence: the planner would write `whose` out wherever it is used.
        offset 0
      ) k
      left join case_proposals p
        on p.case_id = k.id and p.status_since = k.status_since and (select app.four_eyes(owner))
    ) c
  ) inbox
  where part is not null
    -- Nothing waits for a colleague who may not decide. Who gives support is no colleague, and reads as one who may.
    and not exists (select from users u
      where u.id = person and u.owner_id = owner and not (u.is_admin or 'H' = any (u.permission_sets)))
$$;
revoke execute on function app.owner_inbox(int, int, bigint[]) from public;
grant execute on function app.owner_inbox(int, int, bigint[]) to app_owner;
