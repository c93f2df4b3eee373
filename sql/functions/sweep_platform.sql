-- What is of no use any more, whoever's it was: at most so many rows of each kind at a time.
create or replace function app.sweep_platform(most int) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone int := 0;
  n int;
begin
  delete from sessions where token_hash in (select token_hash from sessions where expires_at < app.now() limit most);
  get diagnostics n = row_count; gone := gone + n;
  delete from one_time_links where token_hash in (select token_hash from one_time_links where expires_at < app.now() limit most);
  get diagnostics n = row_count; gone := gone + n;
  delete from temporary_passwords where user_id in (select user_id from temporary_passwords where expires_at < app.now() limit most);
  get diagnostics n = row_count; gone := gone + n;
  delete from api_secrets where hash in (select hash from api_secrets where expires_at < app.now() limit most);
  get diagnostics n = row_count; gone := gone + n;
  delete from sign_in_steps where token_hash in (select token_hash from sign_in_steps where expires_at < app.now() limit most);
  get diagnostics n = row_count; gone := gone + n;
  delete from passkey_challenges where token_hash in (select token_hash from passkey_challenges where expires_at < app.now() limit most);
  get diagnostics n = row_count; gone := gone + n;
  delete from oidc_requests where state_hash in (select state_hash from oidc_requests where expires_at < app.now() limit most);
  get diagnostics n = row_count; gone := gone + n;
  delete from held_forms where token_hash in (select token_hash from held_forms where expires_at < app.now() limit most);
  get diagnostics n = row_count; gone := gone + n;
  delete from kept_forms where ctid = any (array(select ctid from kept_forms where expires_at < app.now() limit most));
  get diagnostics n = row_count; gone := gone + n;
  delete from register_questions where token_hash in (select token_hash from register_questions where expires_at < app.now() limit most);
  get diagnostics n = row_count; gone := gone + n;
  -- Addresses and user names that tries were counted for.
  delete from rate_limits where key in (select key from rate_limits where expire < extract(epoch from app.now()) * 1000 limit most);
  get diagnostics n = row_count; gone := gone + n;
  delete from request_keys where ctid = any (array(select ctid from request_keys where created_at < app.now() - interval '30 days' limit most));
  get diagnostics n = row_count; gone := gone + n;
  delete from bulk_deeds where ctid = any (array(select ctid from bulk_deeds where at < app.now() - interval '30 days' limit most));
  get diagnostics n = row_count; gone := gone + n;
  delete from case_presence where ctid = any (array(select ctid from case_presence where seen_at < app.now() - interval '1 day' limit most));
  get diagnostics n = row_count; gone := gone + n;
  -- Mails that are no case's: what was in them has long been read, that they were sent is kept for a year.
  update mail_messages set text = '', html = '', entry = null where id in (select id from mail_messages where case_id is null
    and status in ('delivered', 'failed', 'cancelled') and text <> '' and created_at < app.now() - interval '90 days' limit most);
  get diagnostics n = row_count; gone := gone + n;
  update mail_messages set to_address = '', to_name = null, subject = '' where id in (select id from mail_messages
    where case_id is null and status in ('delivered', 'failed', 'cancelled') and to_address <> '' and created_at < app.now() - interval '1 year' limit most);
  get diagnostics n = row_count; gone := gone + n;
  return gone;
end $$;
revoke execute on function app.sweep_platform(int) from public;
grant execute on function app.sweep_platform(int) to app_worker;
