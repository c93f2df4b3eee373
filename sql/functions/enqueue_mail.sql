-- One SQL call puts work on the queue inside the deciding transaction; requests may call this and nothing else of the
-- queue. The task's name is bounded so that a request cannot start what is the platform's. A mail that waits for the end of
-- somebody's quiet hours waits on the queue.
create or replace function app.enqueue_mail(mail_id bigint) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  select graphile_worker.add_job('mail', json_strip_nulls(json_build_object('id', mail_id, 'request', app.request_id())), job_key := 'mail:' || mail_id,
    max_attempts := 25, run_at := (select m.send_after from public.mail_messages m where m.id = mail_id))
$$;
revoke execute on function app.enqueue_mail(bigint) from public;
grant execute on function app.enqueue_mail(bigint) to app_installer, app_owner, app_operator, app_auth, app_worker;
