-- A field's answer in words. Personal numbers are nobody's to search for, nor a yes or a no.
create or replace function app.search_answer(field jsonb, answer jsonb) returns text
  language sql immutable parallel safe set search_path = public, pg_temp as $$
  select case
    when field->>'type' in ('identity', 'tick', 'yesNo', 'group') or field->>'sensitive' = 'true' then null
    when field->>'type' in ('choice', 'choices') then (
      select string_agg(o->>'label', ' ') from jsonb_array_elements(field->'options') o
      where answer = o->'value' or answer @> jsonb_build_array(o->'value'))
    when jsonb_typeof(answer) = 'object' then answer->>'blank'
    when jsonb_typeof(answer) not in ('string', 'number') then null
    when field->>'type' = 'phone' then regexp_replace(answer #>> '{}', '^\+46', '0')
    else concat_ws(' ', answer #>> '{}', field->>'unit')
  end
$$;
revoke execute on function app.search_answer(jsonb, jsonb) from public;
