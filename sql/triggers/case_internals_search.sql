create or replace trigger search after insert or update of consent or delete on case_internals
  for each row execute function app.part_was_written();
