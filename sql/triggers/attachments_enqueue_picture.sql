-- A picture that may be opened gets a copy to look at: at once, or when it has been scanned. One job for all that wait, so that
-- a day's photos do not keep the worker from its mails.
create or replace function app.enqueue_picture() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job('pictures', '{}', job_key := 'pictures');
  return null;
end $$;
revoke execute on function app.enqueue_picture() from public;

create or replace trigger enqueue_picture after insert or update of scan on attachments for each row
  when (new.picture = 'waiting' and new.scan in ('unscanned', 'clean') and new.deleted_at is null)
  execute function app.enqueue_picture();
