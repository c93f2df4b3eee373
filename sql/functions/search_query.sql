-- The words of a query as the index knows them: each its stem, or the beginning of a longer word.
create or replace function app.search_query(place text, signs text[], words text[]) returns tsquery
  language sql immutable parallel safe set search_path = public, pg_temp as $$
  select string_agg('(' || alternatives || ')', '&')::tsquery from (
    select (select string_agg('''' || place || sign || form, '|') from unnest(signs) sign,
      unnest(array[stem[1] || '''', word || case when length(word) > 2 then ''':*' else '''' end]) form) as alternatives
    from unnest(words) word, ts_lexize('swedish_stem', word) stem
    where word collate public.swedish !~ '[^[:alpha:]]' and cardinality(stem) > 0
  ) each
$$;
revoke execute on function app.search_query(text, text[], text[]) from public;
