-- The ends of numbers tell them apart: the last few fours are enough, the marks themselves have the last word.
create or replace function app.search_marks_query(place text, marks text[]) returns tsquery
  language sql immutable parallel safe set search_path = public, pg_temp as $$
  select string_agg(case length(mark)
      when 1 then quote_literal(place || '.' || mark) when 2 then quote_literal(place || '.' || mark)
      when 3 then quote_literal(place || '%' || mark) || ':*'
      else (select string_agg(quote_literal(place || '%' || substr(mark, i, 4)), '&')
        from generate_series(greatest(1, length(mark) - 6), length(mark) - 3) i) end, '&')::tsquery
  from unnest(marks) mark
$$;
revoke execute on function app.search_marks_query(text, text[]) from public;
