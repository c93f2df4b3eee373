-- Pictures that have no copy yet, the newest first: somebody is about to look at it.
create or replace function app.pictures_waiting(most int) returns table (id bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select f.id from attachments f where f.picture = 'waiting' and f.deleted_at is null and f.scan in ('unscanned', 'clean')
    order by f.id desc limit most
$$;
revoke execute on function app.pictures_waiting(int) from public;
grant execute on function app.pictures_waiting(int) to app_worker;
