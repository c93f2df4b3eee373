import type { Knex } from 'knex'

const COMPANY = 'company_id = (select app.company_id())'

/** Once a case has been sent, its row holds what was sent last; what the installer writes for the next sending is kept apart. */
export async function up(db: Knex): Promise<void> {
  const sql = `
    -- What the installer has written of a sent case and not sent, each part by itself; null: nothing since the last sending.
    -- No role of the network owner has a grant or a policy here.
    create table unsent_answers (
      case_id bigint primary key,
      company_id int not null,
      notice jsonb,
      completion jsonb,
      foreign key (case_id, company_id) references cases (id, company_id) on delete cascade
    );
    alter table unsent_answers enable row level security; alter table unsent_answers force row level security;
    create policy app_installer on unsent_answers to app_installer using (${COMPANY}) with check (${COMPANY});
    create policy platform on unsent_answers to current_user using (true) with check (true);
    grant select, insert, update (notice, completion) on unsent_answers to app_installer;

    -- What a case says beyond what was sent last is moved out of it.
    insert into unsent_answers (case_id, company_id, notice, completion)
      select c.id, c.company_id, nullif(c.notice, r.notice), nullif(c.completion, r.completion)
      from cases c
      join lateral (select v.notice, v.completion from case_revisions v where v.case_id = c.id
        order by v.revision desc limit 1) r on true
      where c.sent and c.company_id is not null and (c.notice, c.completion) is distinct from (r.notice, r.completion);
    update cases c set notice = r.notice, completion = r.completion
      from (select distinct on (v.case_id) v.case_id, v.notice, v.completion from case_revisions v
        order by v.case_id, v.revision desc) r
      where r.case_id = c.id and c.sent and (c.notice, c.completion) is distinct from (r.notice, r.completion);

    -- A sent case's answers change by sending it again, and by nothing else that a request can do.
    create function app.keep_sent_answers() returns trigger
      language plpgsql set search_path = pg_catalog, pg_temp as $$
      begin
        if current_user in ('app_installer', 'app_owner', 'app_fitter') then
          raise exception 'The answers of a sent case change only as it is sent again.' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
    create trigger keep_sent_answers before update of notice, completion on cases for each row
      when (old.submitted_at is not null and new.submitted_at is not null and new.revision <= old.revision
        and (new.notice, new.completion) is distinct from (old.notice, old.completion))
      execute function app.keep_sent_answers();

    -- What was sent is no longer unsent, whoever sent it: an installer, or a handläggare in its place (T02). What was written
    -- of the other part stays: a completion that was begun before a consent was revoked.
    create function app.clear_unsent_answers() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        update unsent_answers u set
            notice = case when c.status = 'submitted' or c.flow = 'D' then null else u.notice end,
            completion = case when c.status = 'completed' then null else u.completion end
          from cases c where c.id = new.case_id and u.case_id = c.id;
        return null;
      end $$;
    create trigger clear_unsent_answers after insert on case_revisions for each row
      execute function app.clear_unsent_answers();

    -- Each side finds what it may read: the owner what was sent, the company what it has written since where it has.
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

    create or replace function app.part_was_written() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        perform app.index_case(case tg_op when 'DELETE' then old.case_id else new.case_id end);
        return null;
      end $$;
    drop trigger search on case_revisions;
    create trigger search after insert or delete or update of notice, completion on unsent_answers
      for each row execute function app.part_was_written();
    select app.index_case(case_id) from unsent_answers;

    revoke execute on function app.keep_sent_answers(), app.clear_unsent_answers() from public;
  `
  // Knex would take the question marks for bindings.
  await db.raw(sql.replaceAll('?', '\\?'))
}
