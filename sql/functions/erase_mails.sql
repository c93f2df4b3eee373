-- Texts and addresses of a case's mails; that one was sent, which and when, stays.
create or replace function app.erase_mails(wanted bigint) returns void
  language sql security definer set search_path = public, pg_temp as $$
  update mail_messages set to_address = '', to_name = null, subject = '', text = '', html = '', entry = null, last_error = null
    where case_id = wanted and status in ('delivered', 'failed', 'cancelled', 'digested') and text <> '';
  -- The day's mail that told of it, with what else it told.
  update mail_messages set text = '', html = '' where status in ('delivered', 'failed', 'cancelled') and text <> ''
    and id in (select digest_id from mail_messages where case_id = wanted);
$$;
revoke execute on function app.erase_mails(bigint) from public;
