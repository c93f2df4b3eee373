-- The marks, four signs at a time and an end: what has all the fours of a number may well have the number in it.
create or replace function app.search_fours(place text, marks text[]) returns text[]
  language sql immutable parallel safe set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct place
    || case when length(mark) < 3 then '.' || mark else '%' || substr(mark || '$', i, 4) end), '{}')
  from unnest(marks) mark, generate_series(1, greatest(1, length(mark) - 2)) i
  where mark ~ '[0-9]'
$$;
revoke execute on function app.search_fours(text, text[]) from public;
