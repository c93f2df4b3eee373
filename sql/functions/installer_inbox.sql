-- What waits for an installer: THE definition behind the badge (app.session_inbox), the inbox (src/inbox/parts.ts) and the
-- lists (app.waiting_cases), of the cases that one is responsible for; an administrator has those that nobody is. A case
-- stands in one part at most, and in none where its network owner is out of use (docs/domain.md 2.3).
--   returned  rejected, to be put right
--   consents  a consent that they have not opened
--   news      what else the network owner has done to it and they have not opened: cancelled, consent revoked, approved and closed,
--             removal refused, reopened or resumed, registered in the company's name
--   notes     none of these, and the network owner has shared a note that one has not read
-- Written to be inlined, so that it sets no search_path: it runs under the policies of whoever asks, and names its tenant
-- because app.session_inbox asks as the owner of the tables.
--   among  of these cases alone (app.waiting_parts); null: of all
drop function if exists app.installer_inbox(int, int);
create or replace function app.installer_inbox(person int, company int, among bigint[] default null)
  returns table (case_id bigint, part text, waits boolean)
  language sql stable as $$
  select c.id, c.part, true
  from (
    -- Each arm by an index of its own, and no case by two.
    select id, owner_id, responsible_id, 'returned' as part from cases
    where company_id = company and status in ('notice_rejected', 'completion_rejected')
      and (among is null or id = any (among))
    union all
    select id, owner_id, responsible_id, case when status = 'consented' then 'consents' else 'news' end from cases
    where company_id = company and not seen_by_installer
      and status not in ('draft', 'notice_rejected', 'completion_rejected')
      and (among is null or id = any (among))
    union all
    select id, owner_id, responsible_id, 'notes' from cases k
    where company_id = company and (among is null or id = any (among)) and seen_by_installer and status not in ('draft', 'notice_rejected', 'completion_rejected')
      and note_for_installer > coalesce(
        (select r.read_to from note_reads r where r.user_id = person and r.case_id = k.id), 0)
  ) c
  where (c.responsible_id = person
      or (c.responsible_id is null and (select u.is_admin from users u where u.id = person)))
    and not exists (select from owners o where o.id = c.owner_id and o.deactivated_at is not null)
$$;
revoke execute on function app.installer_inbox(int, int, bigint[]) from public;
grant execute on function app.installer_inbox(int, int, bigint[]) to app_installer;
