-- Takes away who the customer of a case is by number: fields of identity and those marked sensitive, in every revision, and
-- personal numbers in free text. All else stays.
create or replace function app.erase_identity(wanted bigint) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  keys text[];
begin
  select coalesce(array_agg(distinct f->>'key'), '{}') into keys
    from cases c join job_types j on j.id = c.job_type_id, jsonb_path_query(j.definition, '$.**.fields[*]') f
    where c.id = wanted and (f->>'type' = 'identity' or f->>'sensitive' = 'true');
  keys := keys || array['best_id', 'best_fodd'];
  update cases set notice = app.without_identity(notice, keys), completion = app.without_identity(completion, keys),
      consent = app.without_identity(consent, keys), reference = app.masked(reference), title = app.masked(title),
      address = app.masked(address), orderer = app.masked(orderer), company_contact = app.masked(company_contact),
      identity_erased_at = app.now(), version = version + 1
    where id = wanted;
  update case_revisions set notice = app.without_identity(notice, keys), completion = app.without_identity(completion, keys)
    where case_id = wanted;
  update unsent_answers set notice = app.without_identity(notice, keys), completion = app.without_identity(completion, keys)
    where case_id = wanted;
  update case_internals set consent = app.without_identity(consent, keys) where case_id = wanted;
  update notes set subject = app.masked(subject), body = app.masked(body) where case_id = wanted
    and (subject, body) is distinct from (app.masked(subject), app.masked(body));
  update case_events set comment = app.masked(comment), details = app.without_identity(details, '{}') where case_id = wanted;
  delete from case_sittings where case_id = wanted;
  delete from case_undos where case_id = wanted;
  delete from case_proposals where case_id = wanted;
  update attachments set name = app.masked(name) where case_id = wanted and name <> app.masked(name);
  update work_orders set access = app.masked(access), report = app.masked(report), reason = app.masked(reason),
    sheet = app.without_identity(sheet, '{}') where case_id = wanted;
  update mail_messages set subject = app.masked(subject), text = app.masked(text), html = app.masked(html) where case_id = wanted;
end $$;
revoke execute on function app.erase_identity(bigint) from public;
