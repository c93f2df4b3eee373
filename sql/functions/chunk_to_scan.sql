-- One piece of a file that has not been scanned; the worker reads no other.
create or replace function app.chunk_to_scan(place text, file bigint, wanted int) returns bytea
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.bytes from attachment_chunks c join attachments f on f.id = c.attachment_id
    where place = 'attachments' and c.attachment_id = file and c.seq = wanted and f.scan in ('unscanned', 'waiting')
  union all select c.bytes from certificate_chunks c join certificates f on f.id = c.certificate_id
    where place = 'certificates' and c.certificate_id = file and c.seq = wanted and f.scan in ('unscanned', 'waiting')
  union all select c.bytes from configuration_file_chunks c join configuration_files f on f.id = c.file_id
    where place = 'configuration_files' and c.file_id = file and c.seq = wanted and f.scan in ('unscanned', 'waiting')
  union all select c.bytes from document_template_chunks c join document_templates f on f.id = c.template_id
    where place = 'document_templates' and c.template_id = file and c.seq = wanted and f.scan in ('unscanned', 'waiting')
$$;
revoke execute on function app.chunk_to_scan(text, bigint, int) from public;
grant execute on function app.chunk_to_scan(text, bigint, int) to app_worker;
