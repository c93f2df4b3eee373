create or replace trigger search after insert or update of notice, completion or delete on case_revisions
  for each row execute function app.part_was_written();
