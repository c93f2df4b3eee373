drop trigger if exists search on notes;
create constraint trigger search after insert or update of subject, body, audience or delete on notes
  deferrable initially deferred for each row execute function app.part_was_written();
