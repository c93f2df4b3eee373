-- The symbols that a case shows by its own columns (docs/domain.md 5); kept in case_symbols. What would still be done to it,
-- or is waited for, is not when it is cancelled.
create or replace function app.symbols_of(c cases) returns text[]
  language sql immutable set search_path = pg_catalog, pg_temp
  return array_remove(array[
    case when c.status <> 'cancelled' or c.preparation = 'done' then 'preparation.' || c.preparation end,
    case when c.facility_count > 1 then 'block' end,
    'order.' || case when c.work_order = 'created' and c.work_order_released then 'released' else c.work_order end,
    case when cardinality(c.ordered_rows) between 1 and c.facility_count - 1 and c.status not in ('archived', 'cancelled')
      then 'order.lacking' end,
    case when c.status <> 'cancelled' or c.invoicing <> 'quote_sent' then 'invoicing.' || c.invoicing end,
    case when c.manual then 'manual' end,
    case when c.rejected_count > 0 then 'returned' end,
    case when c.status <> 'cancelled' or c.customer_service = 'registered' then 'service.' || c.customer_service end,
    case when c.removal_requested then 'removal' end,
    case when c.transformer then 'transformer' end,
    case when c.documented then 'documented' end], null);
