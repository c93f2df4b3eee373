drop trigger if exists search on case_internals;
create constraint trigger search after insert or update of consent or delete on case_internals
  deferrable initially deferred for each row execute function app.part_was_written();
