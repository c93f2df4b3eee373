-- The first administrator of a tenant gets a link to choose a password; one who has chosen asks for it themselves.
create or replace function app.enqueue_first_invitation(person int) returns void
  language sql security definer set search_path = public, pg_temp as $$
  select graphile_worker.add_job('invite', json_strip_nulls(json_build_object('userId', u.id, 'request', app.request_id())), job_key := 'invite:' || u.id,
    max_attempts := 10)
  from users u where u.id = person and u.is_admin and u.active and u.password_hash is null
$$;
revoke execute on function app.enqueue_first_invitation(int) from public;
grant execute on function app.enqueue_first_invitation(int) to app_operator;
