-- Whoever asks for long work has put it on the queue; the task does it as that person, with that person's rights.
create or replace function app.queue_export() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- A worker of the version before knows exports alone, and leaves the other in the queue.
  perform graphile_worker.add_job(case new.kind when 'export' then 'export' else 'long-work' end,
    json_strip_nulls(json_build_object('id', new.id, 'userId', new.user_id, 'request', app.request_id())), max_attempts := 3);
  return null;
end $$;
revoke execute on function app.queue_export() from public;

create or replace trigger queue after insert on exports for each row execute function app.queue_export();
