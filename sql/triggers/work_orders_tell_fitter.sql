-- Told by the worker after the minute in which a decision can be taken back, whichever side's deed it follows from
-- (a cancelled case calls off its orders); what changes twice meanwhile is told once, as it then is.
create or replace function app.tell_fitter() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job('order-mail', json_build_object('id', new.id, 'owner', new.owner_id, 'by', app.user_id(),
    'request', app.request_id()),
    job_key := 'order-mail:' || new.id, run_at := now() + interval '65 seconds');
  return null;
end $$;
revoke execute on function app.tell_fitter() from public;

create or replace trigger tell_new_fitter after insert on work_orders for each row
  when (new.fitter_id is not null) execute function app.tell_fitter();

create or replace trigger tell_fitter after update of fitter_id, state, planned_on, kind on work_orders for each row
  when ((old.fitter_id is not null or new.fitter_id is not null)
    and (old.fitter_id, old.state, old.planned_on, old.kind)
      is distinct from (new.fitter_id, new.state, new.planned_on, new.kind))
  execute function app.tell_fitter();
