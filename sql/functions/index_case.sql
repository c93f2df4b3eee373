-- Writes anew what may be found of one case, by each side what that side may read: the owner what was sent, the company
-- what it has written since where it has.
create or replace function app.index_case(wanted bigint) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  kase cases;
  form jsonb;
  read record;
  head_keys constant text[] := array['arendenamn', 'anl_adress', 'anl_ort', 'fastighet', 'best_namn'];
  key_fields constant text[] := array['er_referens', 'anl_id', 'matarnummer'];
begin
  select * into kase from cases where id = wanted;
  if not found then return; end if;
  select definition into form from job_types where id = kase.job_type_id;

  for read in
    select 'company' as side, kase.company_id as tenant, coalesce(u.notice, kase.notice) as notice,
        coalesce(u.completion, kase.completion) as completion, null::text as company_name
      from (select) o left join unsent_answers u on u.case_id = wanted
      where kase.company_id is not null
    union all
    select 'owner', kase.owner_id, kase.notice, kase.completion, kase.company_name where kase.sent
  loop
    perform app.put_case_search(kase, read.side, read.tenant,
      concat_ws(chr(10), kase.number, right(kase.number, 6), kase.ref, kase.consent_number,
        (select string_agg(a.value #>> '{}', chr(10)) from jsonb_each(read.notice) a
          where a.key = any (key_fields) and jsonb_typeof(a.value) = 'string')),
      concat_ws(chr(10), kase.job_name, kase.responsible_name, kase.handler_name, read.company_name,
        (select string_agg(a.value #>> '{}', chr(10)) from jsonb_each(read.notice) a
          where a.key = any (head_keys) and jsonb_typeof(a.value) = 'string')),
      concat_ws(chr(10),
        app.search_answers(form->'notice', read.notice, read.side = 'owner'),
        app.search_answers(form->'completion', read.completion, read.side = 'owner'),
        case when app.is_granted(kase) then
          app.search_answers(form->'consent', kase.consent, read.side = 'owner') end,
        case when app.is_granted(kase) and read.side = 'owner' then
          (select app.search_answers(form->'consent', i.consent, true) from case_internals i where i.case_id = wanted) end,
        (select string_agg(concat_ws(chr(10), n.subject, n.body), chr(10) order by n.id desc) from notes n
          where n.case_id = wanted and n.audience in ('all', read.side))));
  end loop;
  if not kase.sent then delete from case_search where case_id = wanted and side = 'owner'; end if;
end $$;
revoke execute on function app.index_case(bigint) from public;
