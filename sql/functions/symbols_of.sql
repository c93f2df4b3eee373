-- The symbols that a case shows by its own columns (docs/domain.md 5); kept in case_symbols.
create or replace function app.symbols_of(c cases) returns text[]
  language sql immutable set search_path = pg_catalog, pg_temp
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
