import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- Which cases show a symbol, to be looked up: a rare one in a large archive is found without reading the archive.
    -- Kept by a trigger on the case; those of notes and files are asked of notes and files (src/cases/symbols/conditions.ts).
    create table case_symbols (
      case_id bigint not null,
      owner_id int not null,
      company_id int,
      sent boolean not null,
      symbol text not null,
      primary key (case_id, symbol),
      foreign key (case_id, company_id) references cases (id, company_id) on delete cascade,
      foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade on delete cascade
    );
    create index case_symbols_owner on case_symbols (owner_id, symbol, case_id) where sent;
    create index case_symbols_company on case_symbols (company_id, symbol, case_id);
    alter table case_symbols enable row level security; alter table case_symbols force row level security;
    create policy app_installer on case_symbols to app_installer using (company_id = (select app.company_id()));
    create policy app_owner on case_symbols to app_owner using (owner_id = (select app.owner_id()) and sent);
    create policy platform on case_symbols to current_user using (true) with check (true);
    grant select on case_symbols to app_installer, app_owner;

    create function app.symbols_of(c cases) returns text[] language sql immutable set search_path = pg_catalog, pg_temp
      return array_remove(array[
        'preparation.' || c.preparation,
        case when c.facility_count > 1 then 'block' end,
        'order.' || case when c.work_order = 'created' and c.work_order_released then 'released' else c.work_order end,
        case when cardinality(c.ordered_rows) between 1 and c.facility_count - 1 then 'order.lacking' end,
        'invoicing.' || c.invoicing,
        case when c.manual then 'manual' end,
        case when c.rejected_count > 0 then 'returned' end,
        'service.' || c.customer_service,
        case when c.removal_requested then 'removal' end,
        case when c.transformer then 'transformer' end,
        case when c.documented then 'documented' end], null);

    create function app.keep_symbols() returns trigger language plpgsql security definer set search_path = public, pg_temp as
      $$ declare shown text[] := app.symbols_of(new);
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
    create trigger keep_symbols after insert or update of preparation, facility_count, work_order, work_order_released,
      ordered_rows, invoicing, manual, rejected_count, customer_service, removal_requested, transformer,
      transformer_by_hand, documented, company_id on cases for each row execute function app.keep_symbols();

    insert into case_symbols (case_id, owner_id, company_id, sent, symbol)
      select c.id, c.owner_id, c.company_id, c.sent, symbol from cases c, unnest(app.symbols_of(c)) symbol;

    -- The same for what hangs on the case: by tenant, then by case.
    create index attachments_owner on attachments (owner_id, case_id) where sent and deleted_at is null;
    create index attachments_company on attachments (company_id, case_id) where deleted_at is null;
    create index notes_owner on notes (owner_id, case_id) where sent;
    create index notes_company on notes (company_id, case_id);
    create index notes_author on notes (author_id, case_id);
  `)
}
