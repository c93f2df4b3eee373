-- What became of a picture: 'made' with a copy to look at, 'own' where the file itself is one, or 'failed'. The pieces follow
-- the file's tenant and readers; what has been taken away meanwhile gets none.
create or replace function app.put_picture(file bigint, became text, large bytea, small bytea) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if became not in ('made', 'own', 'failed') then
    raise exception 'not what a picture becomes: %', became;
  end if;
  update attachments set picture = became where id = file and picture = 'waiting' and deleted_at is null;
  if not found then
    return;
  end if;
  insert into attachment_chunks (attachment_id, owner_id, company_id, sent, audience, seq, bytes)
  select f.id, f.owner_id, f.company_id, f.sent, f.audience, made.seq, made.bytes
    from attachments f, (values (-1, large), (-2, small)) as made (seq, bytes)
    where f.id = file and made.bytes is not null
  on conflict (attachment_id, seq) do update set bytes = excluded.bytes;
end $$;
revoke execute on function app.put_picture(bigint, text, bytea, bytea) from public;
grant execute on function app.put_picture(bigint, text, bytea, bytea) to app_worker;
