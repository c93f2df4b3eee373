-- The first owner that accepts a company lets it in, and its administrators get their account details.
create or replace function app.welcome() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update companies set status = 'active' where id = new.company_id and status = 'waiting';
  if found then
    perform graphile_worker.add_job('invite', json_strip_nulls(json_build_object('userId', u.id, 'request', app.request_id())), job_key := 'invite:' || u.id,
        max_attempts := 10)
      from users u where u.company_id = new.company_id and u.is_admin and u.active and u.password_hash is null;
  end if;
  return null;
end $$;
revoke execute on function app.welcome() from public;

create or replace trigger welcome after insert or update of status on connections for each row
  when (new.status = 'approved') execute function app.welcome();
