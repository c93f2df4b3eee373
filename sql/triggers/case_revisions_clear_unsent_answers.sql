-- What was sent is no longer unsent, whoever sent it: an installer, or a handläggare in its place (T02). What was written
-- of the other part stays: a completion that was begun before a consent was revoked.
create or replace function app.clear_unsent_answers() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update unsent_answers u set
      notice = case when c.status = 'submitted' or c.flow = 'D' then null else u.notice end,
      completion = case when c.status = 'completed' then null else u.completion end
    from cases c where c.id = new.case_id and u.case_id = c.id;
  return null;
end $$;
revoke execute on function app.clear_unsent_answers() from public;

create or replace trigger clear_unsent_answers after insert on case_revisions for each row
  execute function app.clear_unsent_answers();
