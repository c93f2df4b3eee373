-- The last four digits of personal numbers become stars, by the rule of src/text/mask.ts: with a sign the shape is enough,
-- digits alone must have the right check digit.
create or replace function app.masked(words text) returns text
  language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
  found text[];
  ten text;
  shape constant text := '(?<![0-9])((?:1[89]|20)?[0-9]{2}[  ]?(?:0[1-9]|1[0-2])[  ]?(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])[  ]?[-+‐-―−./_]?[  ]?)([0-9]{4})(?![0-9])';
begin
  if words is null or words !~ '[0-9]{2}' then return words; end if;
  words := regexp_replace(words, '((?:1[89]|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[-+‐-―−])[0-9]{4}(?![0-9])', '\1****', 'g');
  for found in select distinct regexp_matches(words, shape, 'g') loop
    ten := right(regexp_replace(found[1], '[^0-9]', '', 'g'), 6) || found[2];
    if found[1] ~ '[-+‐-―−]' or (select sum(case when n % 2 = 1 then d * 2 - case when d > 4 then 9 else 0 end else d end) % 10 = 0
      from generate_series(1, 10) n, lateral (select substr(ten, n, 1)::int as d) digit) then
      words := replace(words, found[1] || found[2], found[1] || '****');
    end if;
  end loop;
  return words;
end $$;
revoke execute on function app.masked(text) from public;
