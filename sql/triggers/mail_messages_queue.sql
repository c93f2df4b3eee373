-- A mail is on the queue because it was written: nobody can promise one and forget to send it. The one who writes
-- may not always read the row back (an installer's mail to the owner's mailbox), so the id is known only here.
create or replace function app.queue_mail() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform app.enqueue_mail(new.id);
  return null;
end $$;
revoke execute on function app.queue_mail() from public;

create or replace trigger queue after insert on mail_messages for each row
  when (new.status = 'queued') execute function app.queue_mail();

-- The mail of one who has left goes to their company (users_redirect_mail.sql).
create or replace trigger queue_again after update on mail_messages for each row
  when (new.status = 'queued' and old.user_id is not null and new.user_id is null) execute function app.queue_mail();
