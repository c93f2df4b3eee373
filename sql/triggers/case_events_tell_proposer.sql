-- Whose proposal a colleague has turned down is told so (src/alerts), after the minute in which it can be taken back.
create or replace function app.tell_proposer() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.action = 'proposal-refused' or exists (select from case_proposals p where p.case_id = new.case_id and p.user_id is distinct from new.actor_id) then
    perform graphile_worker.add_job('alerts-of', json_build_object('owner', new.owner_id, 'request', app.request_id()),
      job_key := 'alerts-of:' || new.owner_id, run_at := now() + interval '65 seconds');
  end if;
  return null;
end $$;
revoke execute on function app.tell_proposer() from public;

create or replace trigger tell_proposer after insert on case_events for each row
  when (new.action in ('reject', 'rejectCompletion', 'cancel', 'proposal-refused')) execute function app.tell_proposer();
