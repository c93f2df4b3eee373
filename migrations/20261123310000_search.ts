import type { Knex } from 'knex'

/** What general search reads (src/search): per case one row for each side, written by triggers in the same transaction. */
export async function up(db: Knex): Promise<void> {
  await run(
    db,
    `
    create table case_search (
      case_id bigint not null references cases on delete cascade,
      side text not null check (side in ('company', 'owner')),
      -- Whose, and active or archived: 'c12+', 'o3-'. Every word in doc begins with it, so that the index of a word
      -- is a tenant's own and a search costs the same whoever else is in the database.
      place text not null,
      at timestamptz not null,
      -- What has a digit in it, without hyphens, in lower case: ' in the head | anywhere else '.
      marks text not null,
      -- Whole words and their stems: after '#' those of the case's head (number, names, place), after '/' any other;
      -- after '=' the numbers a case is known by; after '%' what stands in marks, four signs at a time, after '.'
      -- those of one or two.
      doc tsvector not null,
      primary key (case_id, side)
    );

    alter table case_search enable row level security;
    alter table case_search force row level security;
    -- No request role may touch it: what it holds of a case is asked for by app.search_cases alone.
    create policy platform on case_search to current_user using (true) with check (true);
    create policy platform on job_types for select to current_user using (true);
    create policy platform on notes for select to current_user using (true);
    create policy platform on case_revisions for select to current_user using (true);
    create policy platform on case_internals for select to current_user using (true);

    -- 'Berget 1:23, MT-48211' → berget, 1:23, mt48211, mt, 48211. src/search/terms.ts reads a query the same way.
    create function app.search_words(given text) returns text[]
      language sql immutable parallel safe set search_path = public, pg_temp as $$
        with found as (
          select m[1] as word from regexp_matches(
            lower(left(given, 60000) collate public.swedish), '([0-9]+:[0-9]+|[[:alnum:]]+(?:-[[:alnum:]]+)*)', 'g') m
        )
        select coalesce(array_agg(distinct left(word, 40)), '{}') from (
          select replace(word, '-', '') as word from found
          union all select unnest(string_to_array(word, '-')) from found where position('-' in word) > 0
          -- '735 999 000 100 000 012' in running text is one number.
          union all select regexp_replace(m[1], '[^0-9]', '', 'g')
            from regexp_matches(left(given, 60000), '([0-9](?:[ \\u00a0-]?[0-9]){3,})', 'g') m
        ) words
        where word <> ''
      $$;

    -- A field's answer in words. Personal numbers are nobody's to search for, nor a yes or a no.
    create function app.search_answer(field jsonb, answer jsonb) returns text
      language sql immutable parallel safe set search_path = public, pg_temp as $$
        select case
          when field->>'type' in ('identity', 'tick', 'yesNo', 'group') or field->>'sensitive' = 'true' then null
          when field->>'type' in ('choice', 'choices') then (
            select string_agg(o->>'label', ' ') from jsonb_array_elements(field->'options') o
            where answer = o->'value' or answer @> jsonb_build_array(o->'value'))
          when jsonb_typeof(answer) = 'object' then answer->>'blank'
          when jsonb_typeof(answer) not in ('string', 'number') then null
          when field->>'type' = 'phone' then regexp_replace(answer #>> '{}', '^\\+46', '0')
          else concat_ws(' ', answer #>> '{}', field->>'unit')
        end
      $$;

    create function app.search_answers(form jsonb, answers jsonb, for_owner boolean) returns text
      language sql immutable parallel safe set search_path = public, pg_temp as $$
        select string_agg(app.search_answer(field, answer), chr(10)) from (
          select field, answers -> (field->>'key') as answer
          from jsonb_array_elements(form->'sections') s, jsonb_array_elements(s->'fields') field
          where answers ? (field->>'key')
          union all
          select part, line -> (part->>'key')
          from jsonb_array_elements(form->'sections') s, jsonb_array_elements(s->'fields') field,
            jsonb_array_elements(case jsonb_typeof(answers -> (field->>'key')) when 'array' then answers -> (field->>'key') else '[]' end) line,
            jsonb_array_elements(field->'fields') part
          where field->>'type' = 'group' and answers ? (field->>'key') and jsonb_typeof(line) = 'object'
        ) answered
        where for_owner or field->>'ownerOnly' is distinct from 'true'
      $$;

    -- The words of a place as the index knows them; what only says 'och' or 'på' is no word.
    create function app.search_tokens(place text, sign text, words text[]) returns text[]
      language sql immutable parallel safe set search_path = public, pg_temp as $$
        select coalesce(array_agg(distinct place || sign || token), '{}')
        from unnest(words) word, ts_lexize('swedish_stem', word) stem, unnest(array[word, stem[1]]) token
        where length(word) > 1 and word !~ '[0-9]' and cardinality(stem) > 0
      $$;

    -- The marks, four signs at a time and an end: what has all the fours of a number may well have the number in it.
    create function app.search_fours(place text, marks text[]) returns text[]
      language sql immutable parallel safe set search_path = public, pg_temp as $$
        select coalesce(array_agg(distinct place || case when length(mark) < 3 then '.' || mark else '%' || substr(mark || '$', i, 4) end), '{}')
        from unnest(marks) mark, generate_series(1, greatest(1, length(mark) - 2)) i
        where mark ~ '[0-9]'
      $$;

    create function app.put_case_search(kase cases, whose text, tenant int, keys text, head text, rest text) returns void
      language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        home text := left(whose, 1) || tenant
          || case when kase.status in ('closed', 'archived', 'cancelled') then '-' else '+' end;
        in_head text[] := app.search_words(concat_ws(chr(10), keys, head));
        in_rest text[] := app.search_words(rest);
        own_keys text[] := array(select home || '=' || regexp_replace(lower(key), '[^a-zåäö0-9]', '', 'g')
          from unnest(string_to_array(keys, chr(10))) key where key ~ '[0-9]');
      begin
        insert into case_search (case_id, side, place, at, marks, doc)
        values (kase.id, whose, home, kase.last_event_at,
          concat_ws(' ', '',
            (select string_agg(word, ' ') from unnest(in_head) word where word ~ '[0-9]'), '|',
            (select string_agg(word, ' ') from unnest(in_rest) word where word ~ '[0-9]'), ''),
          array_to_tsvector(own_keys || app.search_tokens(home, '#', in_head) || app.search_tokens(home, '/', in_rest)
            || app.search_fours(home, in_head || in_rest)))
        on conflict (case_id, side) do update
          set place = excluded.place, at = excluded.at, marks = excluded.marks, doc = excluded.doc;
      end $$;

    -- Writes anew what may be found of one case, by each side what that side may read.
    create function app.index_case(wanted bigint) returns void
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
          select 'company' as side, kase.company_id as tenant, kase.notice, kase.completion, null::text as company_name
          where kase.company_id is not null
          union all
          -- What the installer writes on a returned case is its own until it is sent again (cases/page/readCasePage.ts, answersFor).
          select 'owner', kase.owner_id, coalesce(r.notice, kase.notice), coalesce(r.completion, kase.completion), kase.company_name
          from (select) o left join lateral (
            select v.notice, v.completion from case_revisions v
            where v.case_id = kase.id and kase.turn = 'installer' order by v.revision desc limit 1) r on true
          where kase.sent
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
              case when kase.consent_number is not null then
                app.search_answers(form->'consent', kase.consent, read.side = 'owner') end,
              case when kase.consent_number is not null and read.side = 'owner' then
                (select app.search_answers(form->'consent', i.consent, true) from case_internals i where i.case_id = wanted) end,
              (select string_agg(concat_ws(chr(10), n.subject, n.body), chr(10) order by n.id desc) from notes n
                where n.case_id = wanted and n.audience in ('all', read.side))));
        end loop;
        if not kase.sent then delete from case_search where case_id = wanted and side = 'owner'; end if;
      end $$;

    create function app.case_was_written() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        if tg_op = 'UPDATE' and
          (new.notice, new.completion, new.consent, new.consent_number, new.status, new.turn, new.sent, new.company_id,
            new.company_name, new.responsible_name, new.handler_name, new.job_name, new.number)
          is not distinct from
          (old.notice, old.completion, old.consent, old.consent_number, old.status, old.turn, old.sent, old.company_id,
            old.company_name, old.responsible_name, old.handler_name, old.job_name, old.number)
        then
          update case_search set at = new.last_event_at where case_id = new.id and at <> new.last_event_at;
        else
          perform app.index_case(new.id);
        end if;
        return null;
      end $$;
    create trigger search after insert or update on cases for each row execute function app.case_was_written();

    create function app.part_was_written() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        part record := case tg_op when 'DELETE' then old else new end;
      begin
        -- What was sent is what the case says, but while the installer is writing it anew.
        if tg_table_name = 'case_revisions' and not exists (select from cases where id = part.case_id and turn = 'installer') then
          return null;
        end if;
        perform app.index_case(part.case_id);
        return null;
      end $$;
    create trigger search after insert or update of subject, body, audience or delete on notes
      for each row execute function app.part_was_written();
    create trigger search after insert or update of consent or delete on case_internals
      for each row execute function app.part_was_written();
    create trigger search after insert or update of notice, completion or delete on case_revisions
      for each row execute function app.part_was_written();
  `,
  )

  await run(
    db,
    `
    -- The words of a query as the index knows them: each its stem, or the beginning of a longer word.
    create function app.search_query(place text, signs text[], words text[]) returns tsquery
      language sql immutable parallel safe set search_path = public, pg_temp as $$
        select string_agg('(' || alternatives || ')', '&')::tsquery from (
          select (select string_agg('''' || place || sign || form, '|') from unnest(signs) sign,
            unnest(array[stem[1] || '''', word || case when length(word) > 2 then ''':*' else '''' end]) form) as alternatives
          from unnest(words) word, ts_lexize('swedish_stem', word) stem
          where word collate public.swedish !~ '[^[:alpha:]]' and cardinality(stem) > 0
        ) each
      $$;

    -- The ends of numbers tell them apart: the last few fours are enough, the marks themselves have the last word.
    create function app.search_marks_query(place text, marks text[]) returns tsquery
      language sql immutable parallel safe set search_path = public, pg_temp as $$
        select string_agg(case length(mark)
            when 1 then quote_literal(place || '.' || mark) when 2 then quote_literal(place || '.' || mark)
            when 3 then quote_literal(place || '%' || mark) || ':*'
            else (select string_agg(quote_literal(place || '%' || substr(mark, i, 4)), '&')
              from generate_series(greatest(1, length(mark) - 6), length(mark) - 3) i) end, '&')::tsquery
        from unnest(marks) mark
      $$;

    create function app.search_has(marks text, parts text[], in_one text) returns boolean
      language sql immutable parallel safe
      return marks like all (parts) or coalesce(marks like in_one, false);

    -- Where one's own cases hold all of these words and marks: best first (0 known by that very number, 1 in the case's
    -- head, 2 elsewhere), then newest. An index of words cannot be used under row security, so the tenant is in the words
    -- themselves: this function, and nobody who calls it, says which. What it gives are ids, read under the policies.
    -- It is planned anew for each query, and never by reading everybody's rows, which a common word makes seem cheap.
    create function app.search_cases(words text[], marks text[], joined text, whole text, active boolean, archived boolean,
        from_rank int, before_at timestamptz, before_id bigint, most int)
      returns table (case_id bigint, rank int, at timestamptz)
      language plpgsql stable security definer
      set search_path = public, pg_temp set plan_cache_mode = force_custom_plan set enable_seqscan = off set jit = off as $$
      #variable_conflict use_column
      declare
        me constant text := case when app.company_id() is not null then 'c' || app.company_id() else 'o' || app.owner_id() end;
        places constant text[] := case when active then array[me || '+'] else '{}' end
          || case when archived then array[me || '-'] else '{}' end;
        numbers constant text[] := array(select m from unnest(marks) m where m !~ '[^[:alnum:]:]');
        -- A short number must be whole, a long one is found by any part, a property number from its beginning.
        parts constant text[] := array(select
          case when position(':' in m) > 0 then '% ' || m || '%' when length(m) < 3 then '% ' || m || ' %' else '%' || m || '%' end
          from unnest(numbers) m);
        head_parts constant text[] := array(select part || '|%' from unnest(parts) part);
        -- '735 999 000' and '070-174 06 20' were one number written with spaces.
        in_one constant text := case when joined !~ '[^[:alnum:]]' then '%' || joined || '%' end;
        is_key constant boolean := whole ~ '[0-9]' and whole !~ '[^[:alnum:]]';
        -- So many hits are sorted; where there are more, the newest cases are read until there are enough. Only tests set it.
        many constant int := coalesce(nullif(current_setting('app.search_many', true), '')::int, 1500);
        wanted tsquery;
        in_head tsquery;
        key tsquery;
        query tsquery;
        here text;
        found int := 0;
        added int;
        ids bigint[];
      begin
        if me is null then return; end if;
        for now_rank in from_rank .. 2 loop
          continue when now_rank = 0 and not is_key;
          foreach here in array places loop
            wanted := app.search_query(here, array['#', '/'], words);
            in_head := app.search_query(here, array['#'], words);
            if cardinality(numbers) > 0 then
              query := app.search_marks_query(here, numbers);
              if in_one is not null then query := query || app.search_marks_query(here, array[joined]); end if;
              wanted := coalesce(wanted && query, query);
              in_head := coalesce(in_head && query, query);
            end if;
            -- Nothing but 'och' and 'på' was asked for.
            if wanted is null then return; end if;
            key := case when is_key then (quote_literal(here || '=' || whole) || case when whole ~ '^[0-9]{1,6}$'
              then '|' || quote_literal(here || '=' || lpad(whole, 6, '0')) else '' end)::tsquery end;
            query := case when now_rank = 0 then key
              when now_rank = 1 then in_head
              when cardinality(numbers) = 0 then wanted && !!in_head else wanted end;
            if now_rank > 0 and key is not null then query := query && !!key; end if;

            ids := null;
            if (select count(*) >= many from (select from case_search s where s.doc @@ query limit many) bounded) then
              ids := array(
                select s.case_id from (
                  select c.* from case_search c
                  where c.place = here and (before_at is null or now_rank > from_rank or (c.at, c.case_id) < (before_at, before_id))
                  order by c.at desc, c.case_id desc limit 2 * many) s
                where s.doc @@ query and (now_rank = 0 or cardinality(numbers) = 0 or app.search_has(s.marks, parts, in_one)
                  and (now_rank = 1) = (s.doc @@ in_head and app.search_has(s.marks, head_parts, in_one || '|%')))
                order by s.at desc, s.case_id desc limit most);
            end if;
            if cardinality(ids) = most then
              return query select s.case_id, now_rank, s.at from case_search s where s.case_id = any (ids) and s.place = here;
            else
              -- The words name the place already; asked for beside them it would only make a second index be read.
              return query select s.case_id, now_rank, s.at
                from (select c.* from case_search c where c.doc @@ query offset 0) s
                where s.place = here
                  and (now_rank = 0 or cardinality(numbers) = 0 or app.search_has(s.marks, parts, in_one)
                    and (now_rank = 1) = (s.doc @@ in_head and app.search_has(s.marks, head_parts, in_one || '|%')))
                  and (before_at is null or now_rank > from_rank or (s.at, s.case_id) < (before_at, before_id))
                order by s.at desc, s.case_id desc limit most;
            end if;
            get diagnostics added = row_count;
            found := found + added;
          end loop;
          exit when found >= most;
        end loop;
      end $$;

    -- What waits in the pending list of an index is read by every search until it is swept up.
    create index case_search_doc on case_search using gin (doc) with (fastupdate = off);
    create index case_search_newest on case_search (place, at desc, case_id desc);
    select app.index_case(id) from cases;

    revoke execute on function app.search_words(text), app.search_answer(jsonb, jsonb),
      app.search_answers(jsonb, jsonb, boolean), app.search_tokens(text, text, text[]), app.search_fours(text, text[]),
      app.put_case_search(cases, text, int, text, text, text), app.index_case(bigint), app.case_was_written(),
      app.part_was_written(), app.search_query(text, text[], text[]), app.search_marks_query(text, text[]), app.search_has(text, text[], text),
      app.search_cases(text[], text[], text, text, boolean, boolean, int, timestamptz, bigint, int) from public;
    grant execute on function app.search_cases(text[], text[], text, text, boolean, boolean, int, timestamptz, bigint, int)
      to app_installer, app_owner;
  `,
  )
}

/** Knex takes every ? for a binding, also those of regular expressions. */
async function run(db: Knex, sql: string): Promise<void> {
  await db.raw(sql.replaceAll('?', '\\?'))
}
