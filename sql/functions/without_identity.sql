-- Answers without the fields of these keys, in rows of groups too, and with personal numbers in free text masked. What is an
-- id of a facility or a meter stays.
create or replace function app.without_identity(doc jsonb, keys text[]) returns jsonb
  language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
  case jsonb_typeof(doc)
    when 'object' then
      return coalesce((select jsonb_object_agg(e.key, case when e.key in ('anl_id', 'inmat_id', 'matarnummer', 'x_anl_id', 'y_matare_bef')
          then e.value else app.without_identity(e.value, keys) end)
        from jsonb_each(doc) e where e.key <> all (keys)), '{}');
    when 'array' then
      return coalesce((select jsonb_agg(app.without_identity(e.value, keys) order by e.ordinality)
        from jsonb_array_elements(doc) with ordinality e), '[]');
    when 'string' then
      return to_jsonb(app.masked(doc #>> '{}'));
    else
      return doc;
  end case;
end $$;
revoke execute on function app.without_identity(jsonb, text[]) from public;
