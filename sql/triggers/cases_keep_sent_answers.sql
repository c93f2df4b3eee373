-- A sent case's answers change by sending it again, and by nothing else that a request can do.
create or replace function app.keep_sent_answers() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if current_user in ('app_installer', 'app_owner', 'app_fitter') then
    raise exception 'The answers of a sent case change only as it is sent again.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
revoke execute on function app.keep_sent_answers() from public;

create or replace trigger keep_sent_answers before update of notice, completion on cases for each row
  when (old.submitted_at is not null and new.submitted_at is not null and new.revision <= old.revision
    and (new.notice, new.completion) is distinct from (old.notice, old.completion))
  execute function app.keep_sent_answers();
