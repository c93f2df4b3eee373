-- The words of a place as the index knows them; what only says 'och' or 'på' is no word.
create or replace function app.search_tokens(place text, sign text, words text[]) returns text[]
  language sql immutable parallel safe set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct place || sign || token), '{}')
  from unnest(words) word, ts_lexize('swedish_stem', word) stem, unnest(array[word, stem[1]]) token
  where length(word) > 1 and word !~ '[0-9]' and cardinality(stem) > 0
$$;
revoke execute on function app.search_tokens(text, text, text[]) from public;
