-- A link to choose a password, for somebody of one's own tenant.
create or replace function app.enqueue_invitation(person int) returns void
  language sql security definer set search_path = public, pg_temp as $$
  select graphile_worker.add_job('invite', json_strip_nulls(json_build_object('userId', u.id, 'request', app.request_id())), job_key := 'invite:' || u.id,
    max_attempts := 10)
  from users u where u.id = person and (u.company_id = app.company_id() or u.owner_id = app.owner_id())
$$;
revoke execute on function app.enqueue_invitation(int) from public;
grant execute on function app.enqueue_invitation(int) to app_installer, app_owner;
