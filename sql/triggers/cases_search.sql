-- A case is found by other words when something it is found by has changed; else only by its time.
create or replace function app.case_was_written() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and
    (new.notice, new.completion, new.consent, new.consent_number, new.status, new.turn, new.sent, new.company_id,
      new.company_name, new.responsible_name, new.handler_name, new.job_name, new.number)
    is not distinct from
    (old.notice, old.completion, old.consent, old.consent_number, old.status, old.turn, old.sent, old.company_id,
      old.company_name, old.responsible_name, old.handler_name, old.job_name, old.number)
  then
    update case_search set at = new.last_event_at where case_id = new.id and at <> new.last_event_at;
  else
    perform app.index_once(new.id);
  end if;
  return null;
end $$;
revoke execute on function app.case_was_written() from public;

drop trigger if exists search on cases;
create constraint trigger search after insert or update on cases
  deferrable initially deferred for each row execute function app.case_was_written();
