-- What waits for an installer: THE definition behind the badge (app.session_inbox), the inbox (src/inbox/parts.ts) and the
-- lists (app.waiting_cases). What has come back, and consents not yet opened (docs/domain.md 2.3).
-- Written to be inlined, so that it sets no search_path: it runs under the policies of whoever asks, and names its tenant
-- because app.session_inbox asks as the owner of the tables.
create or replace function app.installer_inbox(person int, company int)
  returns table (case_id bigint, part text, waits boolean)
  language sql stable as $$
  select c.id, case when c.status = 'consented' then 'consents' else 'returned' end, true
  from cases c
  where c.company_id = company and c.responsible_id = person
    and c.status in ('notice_rejected', 'consented', 'completion_rejected')
    and (c.status <> 'consented' or not c.seen_by_installer)
$$;
revoke execute on function app.installer_inbox(int, int) from public;
grant execute on function app.installer_inbox(int, int) to app_installer;
