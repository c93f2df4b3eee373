-- The mailbox that an address leads to, to compare by: most servers take no notice of case and of what follows a plus.
create or replace function app.mailbox(address text) returns text
  language sql immutable as $$
  select lower(regexp_replace(address, '[+][^@]*@', '@'))
$$;
revoke execute on function app.mailbox(text) from public;
grant execute on function app.mailbox(text) to app_owner, app_auth;
