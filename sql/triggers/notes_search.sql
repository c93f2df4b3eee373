create or replace trigger search after insert or update of subject, body, audience or delete on notes
  for each row execute function app.part_was_written();
