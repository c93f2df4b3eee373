-- Which closed cases of one's own may have all of these words in their line, ids alone, for the policies and the words
-- to be asked of; null where reading the archive from its newest case is quicker, or no index helps. The index cannot
-- be used under row security: this function, and nobody who calls it, says which tenant asks. Its plans do not depend on
-- what is sought, and to make them would take longer than to run them.
create or replace function app.archived_with(words text[]) returns bigint[]
  language plpgsql stable security definer
  set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off as $$
declare
  tenant constant text :=
    case when app.company_id() is not null then 'c' || app.company_id() else 'o' || app.owner_id() end || '-';
  short constant text := '^[0-9]{1,3}$';
  wanted constant int[] := array(select distinct gram from unnest(words) word, unnest(
    case when word ~ short then array[hashtext(tenant || '=' || word)] else app.grams(tenant, word) end) gram);
  anywhere constant text[] := array(select '%' || word || '%' from unnest(words) word where word !~ short);
  whole constant text[] := array(select '% ' || word || ' %' from unnest(words) word where word ~ short);
  -- Only tests set it.
  many constant int := coalesce(nullif(current_setting('app.archived_many', true), '')::int, 10000);
  common int;
  ids bigint[];
begin
  if tenant is null or wanted = '{}' then return null; end if;
  -- What one line in twenty has is soon found by reading.
  if app.company_id() is not null then
    select count(*) filter (where line_text like all (anywhere)
      and ' ' || translate(line_text, ',', ' ') || ' ' like all (whole)) into common from (
      select line_text from cases where company_id = app.company_id() and status in ('closed', 'archived', 'cancelled')
      order by last_event_at desc, id desc limit 1000) newest;
  else
    select count(*) filter (where line_text like all (anywhere)
      and ' ' || translate(line_text, ',', ' ') || ' ' like all (whole)) into common from (
      select line_text from cases where owner_id = app.owner_id()
        and status in ('closed', 'archived', 'cancelled') and submitted_at is not null
      order by last_event_at desc, id desc limit 1000) newest;
  end if;
  if common >= 50 then return null; end if;
  -- The numbers name the tenant already; asked for beside them it would only make a second index be read.
  if app.company_id() is not null then
    ids := array(select id from (select id, company_id from cases
      where status in ('closed', 'archived', 'cancelled')
        and app.line_grams('c' || company_id || '-', line_text) @> wanted limit many + 1) found
      where company_id = app.company_id());
  else
    ids := array(select id from (select id, owner_id from cases
      where status in ('closed', 'archived', 'cancelled') and submitted_at is not null
        and app.line_grams('o' || owner_id || '-', line_text) @> wanted limit many + 1) found
      where owner_id = app.owner_id());
  end if;
  return case when cardinality(ids) <= many then ids end;
end $$;
revoke execute on function app.archived_with(text[]) from public;
grant execute on function app.archived_with(text[]) to app_installer, app_owner;
