-- Keeps case_symbols: the columns named below are those that app.symbols_of reads.
create or replace function app.keep_symbols() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  shown text[] := app.symbols_of(new);
begin
  if tg_op = 'UPDATE' and shown = app.symbols_of(old) and new.company_id is not distinct from old.company_id then
    return null;
  end if;
  delete from case_symbols where case_id = new.id and symbol <> all (shown);
  insert into case_symbols (case_id, owner_id, company_id, sent, symbol)
    select new.id, new.owner_id, new.company_id, new.sent, symbol from unnest(shown) symbol
    on conflict (case_id, symbol) do update set company_id = excluded.company_id;
  return null;
end $$;
revoke execute on function app.keep_symbols() from public;

create or replace trigger keep_symbols after insert or update of status, preparation, facility_count, work_order,
    work_order_released, ordered_rows, invoicing, manual, rejected_count, customer_service, removal_requested, transformer,
    transformer_by_hand, documented, company_id
  on cases for each row execute function app.keep_symbols();

-- Those of closed cases as they are told now.
delete from case_symbols s using cases c
  where c.id = s.case_id and c.status in ('archived', 'cancelled') and s.symbol <> all (app.symbols_of(c));
