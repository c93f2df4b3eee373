-- All answers of a form in words, one to a line; fields for the owner alone only where `for_owner`.
create or replace function app.search_answers(form jsonb, answers jsonb, for_owner boolean) returns text
  language sql immutable parallel safe set search_path = public, pg_temp as $$
  select string_agg(app.search_answer(field, answer), chr(10)) from (
    select field, answers -> (field->>'key') as answer
    from jsonb_array_elements(form->'sections') s, jsonb_array_elements(s->'fields') field
    where answers ? (field->>'key')
    union all
    select part, line -> (part->>'key')
    from jsonb_array_elements(form->'sections') s, jsonb_array_elements(s->'fields') field,
      jsonb_array_elements(case jsonb_typeof(answers -> (field->>'key'))
        when 'array' then answers -> (field->>'key') else '[]' end) line,
      jsonb_array_elements(field->'fields') part
    where field->>'type' = 'group' and answers ? (field->>'key') and jsonb_typeof(line) = 'object'
  ) answered
  where for_owner or field->>'ownerOnly' is distinct from 'true'
$$;
revoke execute on function app.search_answers(jsonb, jsonb, boolean) from public;
