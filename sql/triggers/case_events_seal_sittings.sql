-- Any event of the case but a save ends the sitting before it: what it came to is sealed for good (case_sittings).
create or replace function app.seal_sittings() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update case_sittings set before = null
    where case_id = new.case_id and before is not null and event_id < new.id;
  return null;
end $$;
revoke execute on function app.seal_sittings() from public;

create or replace trigger seal_sittings after insert on case_events for each row
  when (new.from_status is not null or new.action = 'undo') execute function app.seal_sittings();
