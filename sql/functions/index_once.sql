-- The case is to be found by other words when the transaction ends: its search triggers are deferred, and whichever of them comes
-- first writes what may be found anew, for all that the transaction has done to the case. A transaction that does not defer
-- them (a migration, src/db/sqlFiles.ts) says so by app.index_now.
create or replace function app.index_once(wanted bigint) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  done constant text := coalesce(nullif(current_setting('app.indexed', true), ''), ',');
begin
  if coalesce(current_setting('app.index_now', true), '') <> 'on' then
    if position(',' || wanted || ',' in done) > 0 then return; end if;
    perform set_config('app.indexed', done || wanted || ',', true);
  end if;
  perform app.index_case(wanted);
end $$;
revoke execute on function app.index_once(bigint) from public;
