-- 'Berget 1:23, MT-48211' → berget, 1:23, mt48211, mt, 48211. src/search/terms.ts reads a query the same way.
create or replace function app.search_words(given text) returns text[]
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
      from regexp_matches(left(given, 60000), '([0-9](?:[ \u00a0-]?[0-9]){3,})', 'g') m
  ) words
  where word <> ''
$$;
revoke execute on function app.search_words(text) from public;
