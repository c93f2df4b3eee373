-- A name that was changed, as it was and as it is: the log of a case keeps the name of the day (docs/decisions/026-names.md).
alter table security_events
  add column name_before text,
  add column name_after text;
