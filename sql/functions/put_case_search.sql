-- Writes the row of case_search for one case and side: `keys` are the numbers it is known by, `head` its names and place,
-- `rest` all else that this side may read.
create or replace function app.put_case_search(kase cases, whose text, tenant int, keys text, head text, rest text)
  returns void
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
revoke execute on function app.put_case_search(cases, text, int, text, text, text) from public;
