-- A case without anybody in it: number, type, area, company, status, times and what statistics count stay. The company's and
-- the network owner's people go out of it too.
create or replace function app.erase_case(wanted bigint) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform app.erase_files(wanted);
  update mail_messages set status = 'cancelled' where case_id = wanted and status in ('queued', 'gathered');
  perform app.erase_mails(wanted);
  delete from notes where case_id = wanted;
  delete from note_reads where case_id = wanted;
  delete from alerts where case_id = wanted;
  delete from case_sittings where case_id = wanted;
  delete from case_undos where case_id = wanted;
  delete from case_proposals where case_id = wanted;
  delete from case_presence where case_id = wanted;
  delete from case_internals where case_id = wanted;
  delete from unsent_answers where case_id = wanted;
  update facility_lookups set case_id = null where case_id = wanted;
  update case_revisions set notice = '{}', completion = '{}', sent_by = null where case_id = wanted;
  -- What statistics read of an event: reasons' codes, holds, and what was undone.
  update case_events set comment = null, actor_id = null,
      actor_name = case side when 'installer' then 'Installatören' when 'owner' then 'Nätbolaget' else actor_name end,
      details = coalesce((select jsonb_object_agg(e.key, e.value) from jsonb_each(details) e
        where e.key in ('codes', 'held', 'reason', 'undoes', 'rule', 'move')), '{}')
    where case_id = wanted;
  update work_orders set access = '', report = '', reason = null, sheet = '{}', told = null, created_by_name = '',
      fitter_name = case when fitter_id is null then null else '' end, reported_by_name = null, settled_by_name = null
    where case_id = wanted;
  update cases set notice = '{}', completion = '{}', consent = '{}', reference = null, title = null, address = null,
      orderer = null, facility_id = null, meter_number = null, row_names = null, responsible_id = null, responsible_name = null,
      note_for_owner = null, note_for_installer = null, seen_by_owner = true, seen_by_installer = true,
      handler_id = null, handler_name = null, company_contact = null, company_org_number = null, prepared_by = null,
      identity_erased_at = coalesce(identity_erased_at, app.now()), erased_at = app.now(), version = version + 1
    where id = wanted;
end $$;
revoke execute on function app.erase_case(bigint) from public;
