-- Which of these cases wait for the one who asks, and in which part of their inbox: for the words of lines and pages
-- (src/cases/page/turn.ts), by the same definition as the badge.
create or replace function app.waiting_parts(cases bigint[]) returns table (case_id bigint, part text)
  language plpgsql stable rows 50 as $$
begin
  -- One after the other: an installer may not even name the tables of the owner's definition.
  if app.owner_id() is not null then
    return query select i.case_id, i.part from app.owner_inbox(app.user_id(), app.owner_id(), cases) i where i.waits;
  else
    return query select i.case_id, i.part from app.installer_inbox(app.user_id(), app.company_id(), cases) i where i.waits;
  end if;
end $$;
revoke execute on function app.waiting_parts(bigint[]) from public;
grant execute on function app.waiting_parts(bigint[]) to app_installer, app_owner;
