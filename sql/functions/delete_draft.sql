-- A case that no network owner has, with all that hangs on it.
create or replace function app.delete_draft(wanted bigint) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from cases where id = wanted and submitted_at is not null) then
    raise exception 'case % has been sent', wanted;
  end if;
  delete from attachment_chunks where attachment_id in (select id from attachments where case_id = wanted);
  delete from attachments where case_id = wanted;
  delete from note_reads where case_id = wanted;
  delete from case_reads where case_id = wanted;
  delete from notes where case_id = wanted;
  delete from case_sittings where case_id = wanted;
  update mail_messages set digest_id = null where digest_id in (select id from mail_messages where case_id = wanted);
  delete from mail_messages where case_id = wanted;
  delete from work_orders where case_id = wanted;
  delete from case_internals where case_id = wanted;
  delete from legal_holds where case_id = wanted;
  delete from case_revisions where case_id = wanted;
  delete from case_events where case_id = wanted;
  update cases set copied_from_id = null where copied_from_id = wanted;
  delete from cases where id = wanted;
end $$;
revoke execute on function app.delete_draft(bigint) from public;
