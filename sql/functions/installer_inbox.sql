-- What waits for an installer: THE definition behind the badge (app.session_inbox), the inbox (src/inbox/parts.ts) and the
-- lists (app.waiting_cases), of the cases that one is responsible for; an administrator has those that nobody is. A case
-- stands in one part at most (docs/domain.md 2.3).
--   returned  rejected, to be put right
--   consents  a consent that nobody has opened
--   notes     the network owner has shared a note that one has not read
-- Written to be inlined, so that it sets no search_path: it runs under the policies of whoever asks, and names its tenant
-- because app.session_inbox asks as the owner of the tables.
create or replace function app.installer_inbox(person int, company int)
  returns table (case_id bigint, part text, waits boolean)
  language sql stable as $$
  select c.id, case when c.status = 'consented' then 'consents' else 'returned' end, true
  from cases c
  where c.company_id = company
    and (c.responsible_id = person or (c.responsible_id is null and (select u.is_admin from users u where u.id = person)))
    and c.status in ('notice_rejected', 'consented', 'completion_rejected')
    and (c.status <> 'consented' or not c.seen_by_installer)
  union all
  select c.id, 'notes', true
  from cases c
  where c.company_id = company
    and (c.responsible_id = person or (c.responsible_id is null and (select u.is_admin from users u where u.id = person)))
    and c.note_for_installer > coalesce(
      (select r.read_to from note_reads r where r.user_id = person and r.case_id = c.id), 0)
    and c.status not in ('notice_rejected', 'completion_rejected')
    and (c.status <> 'consented' or c.seen_by_installer)
$$;
revoke execute on function app.installer_inbox(int, int) from public;
grant execute on function app.installer_inbox(int, int) to app_installer;
