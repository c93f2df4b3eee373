-- Where one's own cases hold all of these words and marks: best first (0 known by that very number, 1 in the case's
-- head, 2 elsewhere), then newest. An index of words cannot be used under row security, so the tenant is in the words
-- themselves: this function, and nobody who calls it, says which. What it gives are ids, read under the policies.
-- It is planned anew for each query, and never by reading everybody's rows, which a common word makes seem cheap.
create or replace function app.search_cases(words text[], marks text[], joined text, whole text, active boolean,
    archived boolean, from_rank int, before_at timestamptz, before_id bigint, most int)
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
revoke execute on function app.search_cases(text[], text[], text, text, boolean, boolean, int, timestamptz, bigint, int)
  from public;
grant execute on function app.search_cases(text[], text[], text, text, boolean, boolean, int, timestamptz, bigint, int)
  to app_installer, app_owner;
