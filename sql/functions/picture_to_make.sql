-- What kind of picture waits for its copy, and one piece of it; nothing where it may not be opened, is gone, or has one.
create or replace function app.picture_to_make(file bigint, wanted int) returns table (media_type text, bytes bytea)
  language sql stable security definer set search_path = public, pg_temp as $$
  select f.media_type, c.bytes from attachments f join attachment_chunks c on c.attachment_id = f.id and c.seq = wanted
  where f.id = file and wanted >= 0 and f.picture = 'waiting' and f.scan in ('unscanned', 'clean') and f.deleted_at is null
$$;
revoke execute on function app.picture_to_make(bigint, int) from public;
grant execute on function app.picture_to_make(bigint, int) to app_worker;
