-- What clamd said of a file. Of an infected one the bytes are dropped at once; its name, sha256 and the signature stay. It
-- counts for nothing any longer, and the log tells whoever had been shown the file. Two answers for one file: the first holds.
create or replace function app.put_scan(place text, file bigint, verdict text, said text) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if place not in ('attachments', 'certificates', 'configuration_files', 'document_templates') then
    raise exception 'no files stand in %', place;
  end if;
  if verdict not in ('waiting', 'clean', 'infected') then
    raise exception 'not a verdict: %', verdict;
  end if;
  if verdict = 'waiting' then
    -- Clamd could not read it. What opened before still does.
    execute format('update %I set scan_said = $2 where id = $1 and scan in (''unscanned'', ''waiting'')', place)
      using file, said;
    return;
  end if;
  if place = 'attachments' then
    with now_known as (
      update attachments f set scan = verdict, scan_said = said,
        outdated_at = case when verdict = 'infected' then coalesce(f.outdated_at, app.now()) else f.outdated_at end
      where f.id = file and f.scan in ('unscanned', 'waiting') returning f.*
    )
    insert into case_events (case_id, owner_id, company_id, sent, audience, side, actor_name, action, details)
    select case_id, owner_id, company_id, now_known.sent, case when now_known.sent then audience else 'company' end, 'system', 'Elanmälan',
      'file-infected', jsonb_build_object('name', name)
    from now_known where verdict = 'infected' and deleted_at is null;
  else
    execute format('update %I set scan = $2, scan_said = $3 where id = $1 and scan in (''unscanned'', ''waiting'')', place)
      using file, verdict, said;
  end if;
  if verdict = 'infected' then
    delete from attachment_chunks where place = 'attachments' and attachment_id = file;
    delete from certificate_chunks where place = 'certificates' and certificate_id = file;
    delete from configuration_file_chunks where place = 'configuration_files' and file_id = file;
    delete from document_template_chunks where place = 'document_templates' and template_id = file;
    update document_templates set ended_at = app.now() where place = 'document_templates' and id = file and ended_at is null;
    update owners set logo = null, logo_type = null, logo_file = null where place = 'configuration_files' and logo_file = file;
  end if;
end $$;
revoke execute on function app.put_scan(text, bigint, text, text) from public;
grant execute on function app.put_scan(text, bigint, text, text) to app_worker;
