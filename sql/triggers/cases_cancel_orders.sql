-- Nobody is sent to a case that is cancelled, whichever side cancelled it (T21, T22, T24).
create or replace function app.cancel_orders() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update work_orders set state = 'cancelled', cancelled_at = app.now()
    where case_id = new.id and state in ('created', 'released');
  return null;
end $$;
revoke execute on function app.cancel_orders() from public;

create or replace trigger cancel_orders after update of status on cases for each row
  when (new.status = 'cancelled' and new.open_orders > 0) execute function app.cancel_orders();
